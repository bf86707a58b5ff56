import type { CustomerKey } from "../messages/inbound-change.ts";
import type { ParsedItem } from "./parsed-webhook.ts";

/** What one webhook says about one customer: what one transaction stores. */
export type CustomerGroup = { customer: CustomerKey; items: ParsedItem[] };

/**
 * Pure. Groups items by customer: those that share any id belong to one, even if it takes a third item to see it.
 * Within a group messages come first, then the rest, both in their order. What names no customer (a status
 * without a recipient) is grouped by the message it is about.
 */
export function groupByCustomer(items: ParsedItem[]): CustomerGroup[] {
  const groups = new Map<string, ParsedItem[]>();
  for (const item of items) {
    const known = keysOf(item).map((key) => groups.get(key));
    const [group = [], ...others] = new Set(known.filter((it) => it !== undefined));
    const moved = [item, ...others.flat()];
    group.push(...moved);
    for (const key of moved.flatMap(keysOf)) groups.set(key, group);
  }
  return [...new Set(groups.values())].map(toGroup);
}

function keysOf({ customer, change }: ParsedItem): string[] {
  const { channel, account, ids } = customer;
  const words = ids.length > 0 || change.kind === "message" ? ids : [`about ${change.target}`];
  return words.map((word) => JSON.stringify([channel, account, word]));
}

function toGroup(group: ParsedItem[]): CustomerGroup {
  const byArrival = group.toSorted((one, other) => one.index - other.index);
  const isMessage = ({ change }: ParsedItem) => change.kind === "message";
  const items = [...byArrival.filter(isMessage), ...byArrival.filter((item) => !isMessage(item))];
  const { channel, account } = items[0]!.customer;
  return {
    customer: { channel, account, ids: [...new Set(items.flatMap(({ customer }) => customer.ids))] },
    items,
  };
}
