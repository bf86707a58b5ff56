/**
 * A pure function that remembers its last result: asked the same again, it answers with the same object, so that
 * what shows it need not be drawn anew.
 */
export function lastCall<Args extends readonly unknown[], Result>(work: (...args: Args) => Result) {
  let last: { args: Args; result: Result } | null = null;
  return (...args: Args): Result => {
    if (last?.args.every((one, index) => Object.is(one, args[index]))) return last.result;
    last = { args, result: work(...args) };
    return last.result;
  };
}
