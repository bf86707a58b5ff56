const escapes: Record<string, string> = { n: "\n", r: "\r", t: "\t", b: "\b", a: "\x07" };

/**
 * Splits a command typed as plain text (telnet, health checks) into its arguments, with Redis's rules for
 * quotes: "…" knows \n, \xFF and so on, '…' only \'. Returns undefined if a quote isn't closed.
 */
export function splitInlineCommand(line: string): string[] | undefined {
  const args: string[] = [];
  let rest = line.trimStart();
  while (rest !== "") {
    const [arg] = /^[^\s"']*(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')?/s.exec(rest)!;
    rest = rest.slice(arg.length);
    // Only white space may follow an argument; anything else is a quote without its partner, or text after one.
    if (!/^(\s|$)/.test(rest)) return undefined;
    rest = rest.trimStart();
    args.push(unquote(arg));
  }
  return args;
}

function unquote(arg: string): string {
  return arg.replaceAll(/"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/gs, (_, double?: string, single?: string) =>
    double === undefined ? single!.replaceAll("\\'", "'") : resolveEscapes(double),
  );
}

function resolveEscapes(text: string): string {
  return text.replaceAll(/\\(?:x([0-9a-fA-F]{2})|(.))/gs, (_, hex?: string, char?: string) =>
    hex === undefined ? (escapes[char!] ?? char!) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
