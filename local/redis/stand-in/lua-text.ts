import type { LuaWasm } from "wasmoon";

/** The exports that wasmoon offers only with UTF-8 strings; ours hold bytes. */
interface RawExports {
  HEAPU8: Uint8Array;
  HEAPU32: Uint32Array;
  _malloc(size: number): number;
  _free(pointer: number): void;
  _lua_pushlstring(state: number, text: number, length: number): number;
  _lua_tolstring(state: number, index: number, length: number): number;
  _luaL_loadbufferx(state: number, text: number, length: number, name: number, mode: number): number;
}

/** Moves text between JavaScript and Lua's memory, byte for byte. */
export class LuaText {
  readonly #raw: RawExports;
  /** Where Lua writes how long a string is. */
  readonly #lengthPointer: number;

  constructor(lua: LuaWasm) {
    this.#raw = lua.module as unknown as RawExports;
    this.#lengthPointer = this.#raw._malloc(4);
  }

  /** The string at a place on the stack; "" if there is none. */
  read(state: number, index: number): string {
    const pointer = this.#raw._lua_tolstring(state, index, this.#lengthPointer);
    if (pointer === 0) return "";
    const length = this.#raw.HEAPU32[this.#lengthPointer >> 2]!;
    return Buffer.from(this.#raw.HEAPU8.buffer, pointer, length).toString("latin1");
  }

  push(state: number, text: string): void {
    this.#lend(text, (pointer, length) => this.#raw._lua_pushlstring(state, pointer, length));
  }

  /** Compiles a chunk onto the stack; returns Lua's status. */
  load(state: number, source: string, name: string): number {
    return this.#lend(source, (text, length) =>
      this.#lend(`${name}\0`, (chunk) => this.#raw._luaL_loadbufferx(state, text, length, chunk, 0)),
    );
  }

  /** Gives Lua a copy of the bytes for the time of one call. */
  #lend<T>(text: string, use: (pointer: number, length: number) => T): T {
    const pointer = this.#raw._malloc(text.length || 1);
    // Memory may have grown and moved, so HEAPU8 is looked up each time.
    Buffer.from(this.#raw.HEAPU8.buffer, pointer, text.length).write(text, "latin1");
    try {
      return use(pointer, text.length);
    } finally {
      this.#raw._free(pointer);
    }
  }
}
