/**
 * Countries that write one mobile line in two ways: people type it as it is dialled today, WhatsApp may still know
 * it as it once was, and answers from there.
 */
const TWO_WAYS: [written: RegExp, other: string][] = [
  // Mexico dropped the 1 of its mobile numbers.
  [/^521(\d{10})$/, "52$1"],
  [/^52([2-9]\d{9})$/, "521$1"],
  // Brazil put a 9 before them.
  [/^55(\d\d)9([6-9]\d{7})$/, "55$1$2"],
  [/^55(\d\d)([6-9]\d{7})$/, "55$19$2"],
  // Argentina wants a 9 from abroad.
  [/^549([123]\d{9})$/, "54$1"],
  [/^54([123]\d{9})$/, "549$1"],
];

/** Pure. Takes a phone number (digits with the country's code), returns the other ways in which WhatsApp may know it. */
export function numberVariants(phone: string): string[] {
  return TWO_WAYS.filter(([written]) => written.test(phone)).map(([written, other]) =>
    phone.replace(written, other),
  );
}
