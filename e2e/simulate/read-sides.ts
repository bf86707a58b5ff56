import type { Sides } from "./compare-sides.ts";
import type { Phones } from "./customer-phone.ts";
import type { Talk } from "./talk.ts";

/** Reads what both sides see of a conversation. Files are fetched once: their bytes don't change. */
export class SideReader {
  readonly #phones: Phones;
  readonly #digests = new Map<string, Promise<string>>();

  constructor(phones: Phones) {
    this.#phones = phones;
  }

  async read({ agent, phone, conversationId }: Omit<Talk, "random" | "written" | "touched">): Promise<Sides> {
    const [bubbles, sends, refusals] = await Promise.all([
      phone.bubbles(),
      this.#phones.sends(conversationId),
      this.#phones.refusals(conversationId),
    ]);
    const messages = await agent.messages(conversationId);
    const here = new Map<string, string>();
    for (const { message_id, attachments } of messages) {
      const url = attachments[0]?.url;
      if (url) here.set(message_id, await this.#once(url, () => agent.digest(url)));
    }
    const there = new Map<string, string>();
    for (const { id, media } of bubbles) {
      if (media) there.set(id, await this.#once(media.id, () => phone.digest(media.id)));
    }
    return { messages, here, bubbles, there, sends, refusals, receipts: phone.receipts };
  }

  #once(name: string, read: () => Promise<string>): Promise<string> {
    const known = this.#digests.get(name) ?? read();
    this.#digests.set(name, known);
    known.catch(() => this.#digests.delete(name));
    return known;
  }
}
