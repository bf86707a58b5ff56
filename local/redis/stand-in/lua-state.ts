import { LUA_REGISTRYINDEX, LuaReturn, LuaType, LuaWasm } from "wasmoon";
import { LuaText } from "./lua-text.ts";
import { isErrorReply, isReplyList, RedisError, type Reply } from "./reply.ts";
import { formatDouble } from "./resp-encoder.ts";

type HostFunction = (words: (string | undefined)[]) => Reply;

/** One Lua state, its stack, and the way of replies in and out of it. */
export class LuaState {
  readonly #lua: LuaWasm;
  readonly #text: LuaText;
  readonly #state: number;

  static async create(): Promise<LuaState> {
    return new LuaState(await LuaWasm.initialize());
  }

  private constructor(lua: LuaWasm) {
    this.#lua = lua;
    this.#text = new LuaText(lua);
    this.#state = lua.luaL_newstate();
    lua.luaL_openlibs(this.#state);
  }

  close(): void {
    this.#lua.lua_close(this.#state);
  }

  /** Compiles a chunk and leaves it on the stack. */
  load(source: string, name: string): void {
    const status = this.#text.load(this.#state, source, name);
    if (status !== LuaReturn.Ok) throw new Error(`Lua: ${this.#text.read(this.#state, -1)}`);
  }

  /** Calls the function below `argCount` arguments; its results replace them all. */
  call(argCount: number, resultCount: number): void {
    const status = this.#lua.lua_pcallk(this.#state, argCount, resultCount, 0, 0, null);
    if (status === LuaReturn.Ok) return;
    const problem = this.#text.read(this.#state, -1);
    this.clearStack();
    throw new RedisError(`ERR ${problem}`);
  }

  clearStack(): void {
    this.#lua.lua_settop(this.#state, 0);
  }

  /** Takes the top of the stack and keeps it under a number. */
  takeReference(): number {
    return this.#lua.luaL_ref(this.#state, LUA_REGISTRYINDEX);
  }

  pushReference(reference: number): void {
    this.#lua.lua_rawgeti(this.#state, LUA_REGISTRYINDEX, BigInt(reference));
  }

  releaseReference(reference: number): void {
    this.#lua.luaL_unref(this.#state, LUA_REGISTRYINDEX, reference);
  }

  isFunctionOnTop(): boolean {
    return this.#lua.lua_type(this.#state, -1) === LuaType.Function;
  }

  push(reply: Reply): void {
    this.#pushReply(this.#state, reply);
  }

  popReply(): Reply {
    const reply = this.#toReply(this.#state, -1);
    this.#lua.lua_settop(this.#state, -2);
    return reply;
  }

  /**
   * Pushes a function of ours: its reply becomes a Lua value, or, with `raises`, an error reply a Lua error.
   * It gets its arguments as strings, undefined for those that are neither string nor number.
   */
  pushFunction(host: HostFunction, { raises = false } = {}): void {
    const wrapped = (state: number): number => {
      const words = Array.from({ length: this.#lua.lua_gettop(state) }, (_, at) => this.#word(state, at + 1));
      const reply = host(words);
      this.#pushReply(state, reply);
      return raises && isErrorReply(reply) ? this.#lua.lua_error(state) : 1;
    };
    const pointer = this.#lua.module.addFunction(wrapped as never, "ii");
    this.#lua.lua_pushcclosure(this.#state, pointer, 0);
  }

  #word(state: number, index: number): string | undefined {
    const type = this.#lua.lua_type(state, index);
    if (type === LuaType.String) return this.#text.read(state, index);
    if (type !== LuaType.Number) return undefined;
    if (this.#lua.lua_isinteger(state, index)) return String(this.#lua.lua_tointegerx(state, index, null));
    return String(this.#lua.lua_tonumberx(state, index, null));
  }

  /** Redis's conversion of a RESP2 reply: null becomes false, a status {ok}, an error {err}. */
  #pushReply(state: number, reply: Reply): void {
    const lua = this.#lua;
    if (isReplyList(reply)) this.#pushList(state, reply);
    else if (typeof reply === "string") this.#text.push(state, reply);
    else if (typeof reply === "number" || typeof reply === "bigint")
      lua.lua_pushinteger(state, BigInt(reply));
    else if (reply === null || "nullArray" in reply) lua.lua_pushboolean(state, 0);
    else if ("status" in reply) this.#pushField(state, "ok", reply.status);
    else if ("error" in reply) this.#pushField(state, "err", reply.error);
    else if ("double" in reply) this.#text.push(state, formatDouble(reply.double));
    else if ("verbatim" in reply) this.#text.push(state, reply.verbatim);
    else if ("map" in reply) this.#pushList(state, reply.map.flat());
    else if ("set" in reply) this.#pushList(state, reply.set);
    else if ("push" in reply) this.#pushList(state, reply.push);
    else this.#pushList(state, reply.several);
  }

  #pushList(state: number, replies: readonly Reply[]): void {
    this.#lua.lua_createtable(state, replies.length, 0);
    replies.forEach((reply, at) => {
      this.#pushReply(state, reply);
      this.#lua.lua_rawseti(state, -2, BigInt(at + 1));
    });
  }

  #pushField(state: number, name: string, text: string): void {
    this.#lua.lua_createtable(state, 0, 1);
    this.#text.push(state, text);
    this.#lua.lua_setfield(state, -2, name);
  }

  /** Redis's conversion of a script's result: false becomes null, a number loses its fraction. */
  #toReply(state: number, index: number): Reply {
    const lua = this.#lua;
    switch (lua.lua_type(state, index)) {
      case LuaType.String:
        return this.#text.read(state, index);
      case LuaType.Number:
        if (lua.lua_isinteger(state, index)) return lua.lua_tointegerx(state, index, null);
        return truncate(lua.lua_tonumberx(state, index, null));
      case LuaType.Boolean:
        return lua.lua_toboolean(state, index) ? 1 : null;
      case LuaType.Table:
        return this.#tableToReply(state, index);
      default:
        return null;
    }
  }

  #tableToReply(state: number, index: number): Reply {
    const error = this.#field(state, index, "err");
    if (typeof error === "string") return { error };
    const status = this.#field(state, index, "ok");
    if (typeof status === "string") return { status };
    const replies: Reply[] = [];
    const table = this.#lua.lua_absindex(state, index);
    this.#lua.lua_checkstack(state, 8);
    for (let at = 1n; this.#lua.lua_rawgeti(state, table, at) !== LuaType.Nil; at++) {
      replies.push(this.#toReply(state, -1));
      this.#lua.lua_settop(state, -2);
    }
    this.#lua.lua_settop(state, -2);
    return replies;
  }

  #field(state: number, index: number, name: string): string | undefined {
    const type = this.#lua.lua_getfield(state, index, name);
    const text = type === LuaType.String ? this.#text.read(state, -1) : undefined;
    this.#lua.lua_settop(state, -2);
    return text;
  }
}

function truncate(value: number): bigint {
  return Number.isFinite(value) ? BigInt.asIntN(64, BigInt(Math.trunc(value))) : -(2n ** 63n);
}
