import { randomBytes } from "node:crypto";
import type { CommandTable } from "./command.ts";
import { Database } from "./database.ts";
import type { CompiledScript, LuaEngine } from "./lua-engine.ts";
import { PubSub } from "./pub-sub.ts";
import type { Session } from "./session.ts";

/** Everything one running stand-in holds. */
export class ServerState {
  /** The Redis whose behaviour is copied. */
  readonly version = "7.2.0";
  readonly runId = randomBytes(20).toString("hex");
  readonly startedAt = Date.now();
  readonly databases = Array.from({ length: 16 }, () => new Database(() => this.now));
  readonly pubSub = new PubSub();
  /** Connected clients by id. */
  readonly sessions = new Map<number, Session>();
  readonly commands: CommandTable;
  readonly lua: LuaEngine;
  /** Compiled scripts by SHA-1. */
  readonly scripts = new Map<string, CompiledScript>();
  port = 0;
  /** The time (ms) all commands go by; it stands still during a script or transaction. */
  now = Date.now();

  constructor(commands: CommandTable, lua: LuaEngine) {
    this.commands = commands;
    this.lua = lua;
  }
}
