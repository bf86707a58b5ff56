import type { Author } from "@live-chat/contract/message.ts";
import { conversationRef, type Firestore, messages } from "@live-chat/core/documents.ts";
import type { Redis } from "ioredis";
import { changeConversation } from "../../functions/src/conversations/change-conversation.ts";
import type { CustomerKey, InboundChange } from "../../functions/src/messages/inbound-change.ts";
import { storeInbound, storeReply } from "../../functions/src/messages/store-message.ts";
import { toCustomer } from "../send/webhooks.ts";
import { acceptByProvider } from "./accept-by-provider.ts";
import { clock } from "./own-time.ts";
import type { Script, ScriptLine } from "./parse-script.ts";

/** Nobody has a list in a cache while demo data is made. */
const NO_CACHE = { set: async () => "OK" } as unknown as Redis;

const DAY = 24 * 60 * 60_000;
const ACCOUNTS = {
  shop: { channel: "whatsapp", account: "108000000000001" },
  workshop: { channel: "whatsapp", account: "108000000000002" },
  web: { channel: "api", account: "demo" },
} as const;

/** A line of talk that others refer to. */
type Talk = { message_id: string; provider_id: string | null; inbound: boolean };

export type Stage = {
  db: Firestore;
  agents: Record<string, Author>;
  random: () => number;
  /** Midnight (UTC) of the last day, in ms. */
  lastDay: number;
};

/** Plays one conversation through the code that stores real ones, line by line, each at its own time. */
export class Play {
  readonly #stage: Stage;
  readonly #script: Script;
  readonly #key: CustomerKey;
  readonly #profile: { user_id: string; name: string; phone: string | null };
  readonly #talk: Talk[] = [];
  #conversationId = "";
  #agent: Author | undefined;
  #count = 0;

  constructor(stage: Stage, script: Script) {
    this.#stage = stage;
    this.#script = script;
    const byPhone = /^\+?\d/.test(script.customer);
    const id = byPhone ? toCustomer(script.customer).id : script.customer;
    this.#key = { ...ACCOUNTS[script.account], ids: [id] };
    this.#profile = { user_id: id, name: script.name, phone: byPhone ? `+${id}` : null };
    this.#agent = script.agent ? stage.agents[script.agent] : undefined;
  }

  /** Returns how many messages there are in the end. */
  async run(): Promise<number> {
    for (const [index, line] of this.#script.lines.entries()) await this.#play(line, index);
    await this.#settle();
    return this.#talk.length;
  }

  async #play(line: ScriptLine, index: number): Promise<void> {
    if (line.kind !== "time") clock.now += Math.round((15 + this.#stage.random() * 75) * 1000);
    switch (line.kind) {
      case "time":
        clock.now =
          "pause" in line.when
            ? clock.now + line.when.pause * 60_000
            : this.#stage.lastDay -
              line.when.daysAgo * DAY +
              (line.when.hour * 60 + line.when.minute) * 60_000;
        return;
      case "customer":
        return this.#receive(line);
      case "agent":
        return this.#send(line.text, "text", line.answers, this.#nextStatus(index));
      case "note":
        return this.#send(line.text, "note", 0, null);
      case "agent-change":
        this.#agent = this.#stage.agents[line.agent];
        return;
      case "status":
        return; // Looked at when the message it speaks of is sent.
      default:
        return this.#change(line);
    }
  }

  /** What becomes of a message that is sent: what a `!` line after it says, else it is read. */
  #nextStatus(index: number): Extract<ScriptLine, { kind: "status" }> {
    const next = this.#script.lines[index + 1];
    return next?.kind === "status" ? next : { kind: "status", status: "read", code: "", title: "" };
  }

  async #receive({ type, text, content, attachments, answers }: Extract<ScriptLine, { kind: "customer" }>) {
    const provider_id = this.#newProviderId();
    const [item] = await this.#store([
      {
        kind: "message",
        provider_id,
        author: "customer",
        profile: this.#profile,
        ...{ type, text, content, attachments },
        reply_to: this.#answered(answers)?.provider_id ?? null,
        at: Math.floor(clock.now / 1000) * 1000,
        fingerprint: null,
      },
    ]);
    if (item?.outcome !== "stored") throw new Error(`${this.#script.name}: a message was not stored.`);
    this.#conversationId = item.conversation_id;
    this.#talk.push({ message_id: item.message_id, provider_id, inbound: true });
  }

  async #send(
    text: string,
    type: "text" | "note",
    answers: number,
    fate: Extract<ScriptLine, { kind: "status" }> | null,
  ) {
    if (!this.#agent) throw new Error(`${this.#script.name}: nobody is there to answer.`);
    if (type === "text") await this.#hurry();
    const client_message_id = this.#newProviderId();
    const reply_to = this.#answered(answers)?.message_id ?? null;
    const { message } = await storeReply(this.#stage.db, this.#conversationId, this.#agent, {
      ...{ client_message_id, type, text, reply_to },
    });
    const provider_id = fate ? this.#newProviderId() : null;
    this.#talk.push({ message_id: message.message_id, provider_id, inbound: false });
    if (!fate || !provider_id) return;
    await acceptByProvider(this.#stage.db, this.#key, message, provider_id);
    const error = fate.status === "failed" ? { code: fate.code, title: fate.title, detail: null } : null;
    const status = fate.status as "sent" | "delivered" | "read" | "failed";
    clock.now += 2_000;
    await this.#store([{ kind: "status", target: provider_id, status, error }]);
  }

  async #change(line: Extract<ScriptLine, { kind: "reaction" | "edit" | "revoke" }>): Promise<void> {
    const at = Math.floor(clock.now / 1000) * 1000;
    const target = this.#talk.findLast(
      ({ inbound, provider_id }) => inbound === (line.kind !== "reaction") && provider_id,
    );
    if (!target?.provider_id) throw new Error(`${this.#script.name}: there is nothing before ${line.kind}.`);
    const about = { target: target.provider_id, at };
    if (line.kind === "edit") await this.#store([{ kind: "edit", ...about, text: line.text }]);
    else if (line.kind === "revoke") await this.#store([{ kind: "revoke", ...about }]);
    else {
      const { name } = this.#profile;
      await this.#store([
        { kind: "reaction", ...about, event: this.#newProviderId(), name, emoji: line.emoji },
      ]);
    }
  }

  /** Where WhatsApp takes no answer any more, it was given just before. */
  async #hurry(): Promise<void> {
    const conversation = (await conversationRef(this.#stage.db, this.#conversationId).get()).data();
    const expires = conversation?.window_expires_at;
    if (expires) clock.now = Math.min(clock.now, Date.parse(expires) - 60_000);
  }

  /** Labels, who is in charge, how it stands, and what has been read. */
  async #settle(): Promise<void> {
    const { db } = this.#stage;
    const { labels, status, unread } = this.#script;
    const all = await messages(db, this.#conversationId).orderBy("seq").get();
    const inbound = all.docs.map((it) => it.data()).filter(({ direction }) => direction === "inbound");
    const read = inbound.length - unread;
    const readSeq = unread === 0 ? all.size : inbound[read]!.seq - 1;
    await changeConversation({ db, redis: NO_CACHE }, this.#conversationId, () => ({
      labels,
      ...(status ? { status: status as "open" | "waiting" | "resolved" } : {}),
      ...(status === "resolved" ? { waiting_since: null } : {}),
      read_seq: readSeq,
      read_inbound_count: read,
      unread_count: unread,
    }));
  }

  #store(changes: InboundChange[]) {
    return storeInbound(this.#stage.db, this.#key, changes);
  }

  #answered(lines: number): Talk | undefined {
    return lines > 0 ? this.#talk.at(-lines) : undefined;
  }

  #newProviderId(): string {
    return `wamid.demo-${this.#key.account}-${this.#key.ids[0]}-${++this.#count}`;
  }
}
