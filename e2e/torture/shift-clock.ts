/** Loaded before a gateway: each SIGUSR2 lets its clock jump, ahead, back, and right again. */
const RealDate = Date;
const SHIFTS = [90_000, -90_000, 0];
let shift = 0;
let next = 0;

process.on("SIGUSR2", () => shiftClock(SHIFTS[next++ % SHIFTS.length] ?? 0));

/** Puts the clock of this process off by `ms`. */
export function shiftClock(ms: number): void {
  shift = ms;
}

/** ms since 1970, whatever this process believes. */
export const trueTime = () => RealDate.now();

globalThis.Date = class extends RealDate {
  constructor(...args: [] | [number | string]) {
    super(args.length === 0 ? RealDate.now() + shift : args[0]);
  }

  static override now(): number {
    return RealDate.now() + shift;
  }
} as DateConstructor;
