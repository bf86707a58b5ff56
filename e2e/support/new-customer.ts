import { randomInt } from "node:crypto";
import type { CustomerPhone, Phones } from "../simulate/customer-phone.ts";

/** A phone that no other test knows, with its number. */
export async function newCustomer(phones: Phones): Promise<{ phone: CustomerPhone; number: string }> {
  const digits = randomInt(10_000_000, 99_999_999);
  const number = `4915${digits}`;
  return { phone: await phones.add(`Customer ${digits}`, number), number };
}
