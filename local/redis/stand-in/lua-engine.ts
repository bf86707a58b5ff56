import { createHash } from "node:crypto";
import { findNewerSyntax } from "./lua-dialect.ts";
import { luaPrelude } from "./lua-prelude.ts";
import { LuaState } from "./lua-state.ts";
import { isErrorReply, RedisError, type Reply } from "./reply.ts";

/** A script in the engine's memory; `forget` it when it is no longer needed. */
export type CompiledScript = { readonly reference: number };

export interface ScriptRun {
  sha: string;
  keys: string[];
  args: string[];
  /** Runs what the script asks for by redis.call; an error comes back as an error reply. */
  call(request: string[]): Reply;
}

/** Runs Lua scripts as Redis does: each as a whole, in one synchronous call into WebAssembly. */
export class LuaEngine {
  readonly #lua: LuaState;
  readonly #compile: number;
  readonly #run: number;
  #call: ScriptRun["call"] = () => null;

  /** Loads the WebAssembly module (about 30 ms). */
  static async create(): Promise<LuaEngine> {
    return new LuaEngine(await LuaState.create());
  }

  private constructor(lua: LuaState) {
    this.#lua = lua;
    lua.load(luaPrelude, "prelude");
    lua.pushFunction((words) => this.#callRedis(words), { raises: true });
    lua.pushFunction((words) => this.#callRedis(words));
    lua.pushFunction(([text = ""]) => createHash("sha1").update(text, "latin1").digest("hex"));
    lua.call(3, 2);
    this.#run = lua.takeReference();
    this.#compile = lua.takeReference();
  }

  /** Throws a RedisError that says what is wrong with the source. */
  compile(source: string): CompiledScript {
    const newer = findNewerSyntax(source);
    if (newer) throw compileError(`${newer.line}: Redis runs Lua 5.1, which doesn't know '${newer.word}'`);
    this.#lua.pushReference(this.#compile);
    // The shebang line of newer scripts is no Lua, but it keeps its place in the line count.
    this.#lua.push(source.replace(/^#!lua[^\n]*/, ""));
    this.#lua.call(1, 1);
    if (this.#lua.isFunctionOnTop()) return { reference: this.#lua.takeReference() };
    const refusal = this.#lua.popReply();
    throw new RedisError(isErrorReply(refusal) ? refusal.error : "ERR Error compiling script");
  }

  run(script: CompiledScript, { sha, keys, args, call }: ScriptRun): Reply {
    this.#call = call;
    this.#lua.pushReference(this.#run);
    this.#lua.pushReference(script.reference);
    for (const value of [sha, keys, args]) this.#lua.push(value);
    this.#lua.call(4, 1);
    try {
      return this.#lua.popReply();
    } finally {
      this.#lua.clearStack();
    }
  }

  #callRedis(words: (string | undefined)[]): Reply {
    if (words.length === 0) {
      return { error: "ERR Please specify at least one argument for this redis lib call" };
    }
    const request = words.filter((word) => word !== undefined);
    if (request.length < words.length) {
      return { error: "ERR Lua redis lib command arguments must be strings or integers" };
    }
    return this.#call(request);
  }

  forget(script: CompiledScript): void {
    this.#lua.releaseReference(script.reference);
  }

  close(): void {
    this.#lua.close();
  }
}

const compileError = (problem: string) =>
  new RedisError(`ERR Error compiling script (new function): user_script:${problem}`);
