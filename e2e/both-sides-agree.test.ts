import { randomInt } from "node:crypto";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Agent } from "./simulate/agent.ts";
import { type CustomerPhone, Phones } from "./simulate/customer-phone.ts";
import { SideReader } from "./simulate/read-sides.ts";
import { StatusRecord } from "./simulate/status-record.ts";
import { beginTalk, resumeTalk, type Talk, talk } from "./simulate/talk.ts";
import { untilSidesAgree } from "./simulate/until-sides-agree.ts";
import { closeTabs, openBrowser, signIn } from "./support/browser.ts";
import { seededRandom } from "./support/seeded-random.ts";
import { noBrowser, stack, whatsApp } from "./support/stack.ts";
import { until } from "./support/until.ts";
import { receiveWebhooks } from "./support/webhook-receiver.ts";

const SEED = 20_261_122;

describe.skipIf(noBrowser)("the customer's phone and the dashboard", () => {
  let browser: Browser;
  let phones: Phones;
  let agent: Agent;
  let record: StatusRecord;
  let reader: SideReader;
  beforeAll(async () => {
    phones = new Phones(stack.urls.simulator);
    agent = await Agent.signIn(stack.urls);
    record = await StatusRecord.open(stack.urls.gateway, agent);
    reader = new SideReader(phones);
    browser = await openBrowser();
  });
  afterEach(async () => {
    await phones.calm();
    await closeTabs(browser);
  });
  afterAll(async () => {
    record.stop();
    await browser.close();
  });

  const agree = async (it: Talk, patience: number) => {
    const { messages } = await untilSidesAgree(reader, it, { patience });
    return messages;
  };
  const newCustomer = (): Promise<CustomerPhone> => {
    const digits = randomInt(10_000_000, 99_999_999);
    return phones.add(`Customer ${digits}`, `4915${digits}`);
  };

  test("show each other's messages, with ticks, photos, reactions, edits and what was taken back", async () => {
    const { dashboard } = await signIn(browser);
    const customer = await newCustomer();
    const question = await customer.writes("Is the lamp there?");
    await dashboard.opens(customer.name);
    await dashboard.shows("Is the lamp there?");

    await dashboard.sends("It is. Shall we wrap it?");
    const reply = dashboard.message("It is. Shall we wrap it?");
    await reply.and(dashboard.page.locator('[data-status="delivered"]')).waitFor();
    const onPhone = (await customer.bubbles()).find(({ from }) => from === "business")!;
    expect(onPhone.text).toBe("It is. Shall we wrap it?");
    await customer.reads();
    await reply.and(dashboard.page.locator('[data-status="read"]')).waitFor();
    const { id } = (await dashboard.thread()).at(-1)!;
    const way = await until(
      async () => record.ways.get(id) ?? [],
      (it) => it.at(-1) === "read",
    );
    // Where `delivered` overtakes it, `sent` is never told.
    expect(way.filter((status) => status !== "sent")).toEqual(["queued", "delivered", "read"]);

    await customer.reacts(onPhone.id, "👍");
    await reply.locator(".reactions").getByText("👍").waitFor();
    await customer.writes("Yes, please", onPhone.id);
    await dashboard.message("Yes, please").getByText("It is. Shall we wrap it?").waitFor();
    await customer.sendsPhoto("In this paper");
    const photo = dashboard.message("In this paper").locator(".media-photo img");
    await until(
      () => photo.evaluate((image) => (image as HTMLImageElement).naturalWidth),
      (width) => width > 0,
    );
    await customer.edits(question.id, "Is the big lamp there?");
    await dashboard.shows("Is the big lamp there?");
    const slip = await customer.writes("My password is 1234");
    await dashboard.shows("My password is 1234");
    await customer.revokes(slip.id);
    await dashboard.message("My password is 1234").waitFor({ state: "detached" });

    const { conversation_id } = (await agent.findConversation(customer.name))!;
    await agree(resumeTalk(agent, customer, conversation_id), 10_000);
    expect(record.wrong).toEqual([]);
  });

  test("agree after 60 messages both ways, whatever goes wrong between them", async () => {
    const talks = [];
    for (let i = 0; i < 3; i++)
      talks.push(await beginTalk(agent, await newCustomer(), seededRandom(SEED + i)));
    await phones.setChaos({
      ...{ seed: SEED, duplicate: 0.3, shuffle: true, batch: true, delay: 400, drop_delivered: 0.3 },
      ...{ lose_answer: 0.2, error_code: 131000, error_share: 0.1 },
    });
    await Promise.all(talks.map((it) => talk(it, 20)));
    await phones.setChaos({ error_code: null, lose_answer: 0 });
    for (const it of talks) {
      const messages = await agree(it, 60_000);
      expect(messages.length).toBe(21);
    }
    expect(record.wrong).toEqual([]);
  });

  test("agree about what WhatsApp refused or accepted and failed", async () => {
    const conversation = await beginTalk(agent, await newCustomer());
    const { conversationId } = conversation;
    await phones.setChaos({ error_code: 131026, error_share: 1 });
    const refused = await agent.sends(conversationId, "refused at once");
    await untilStatus(conversationId, refused.message_id, "failed");
    await phones.setChaos({ error_by: "status" });
    const failed = await agent.sends(conversationId, "accepted, then failed");
    await untilStatus(conversationId, failed.message_id, "failed");
    await phones.calm();
    await agent.sends(conversationId, "and this one arrives");
    await agree(conversation, 20_000);
    expect(record.wrong).toEqual([]);
  });

  test("agree when WhatsApp was killed before it accepted, before it answered, and while it told of statuses", async () => {
    const talks: Talk[] = [];
    for (let i = 0; i < 4; i++) talks.push(await beginTalk(agent, await newCustomer()));
    const say = (text: string) => Promise.all(talks.map((it) => agent.sends(it.conversationId, text)));
    const moments = { before: { slow: 2_000 }, after: { slow: 2_000 }, telling: { slow: 300, delay: 1_000 } };
    const cuts = async (when: keyof typeof moments) => (await phones.inHand()).cut[when];
    for (const when of ["before", "after", "telling"] as const) {
      await phones.setChaos({ seed: SEED, duplicate: 0.2, shuffle: true, delay: 0, ...moments[when] });
      const first = await cuts(when);
      for (let nth = 1; (await cuts(when)) === first; nth++) {
        await say(`${nth}, killed ${when}`);
        await until(
          () => phones.inHand(),
          ({ now }) => now[when] > 0,
          20_000,
          5,
        );
        await whatsApp.goesDown();
        await say(`${nth}, while it was gone after ${when}`);
        await whatsApp.comesBack();
      }
    }
    await phones.calm();
    await say("afterwards");
    // What was cut off in the middle is asked about once it has been silent for long enough.
    const ends = await Promise.all(talks.map((it) => agree(it, 90_000)));
    const statuses = ends.flat().map(({ status }) => status);
    expect(statuses).toContain("unconfirmed");
    expect(statuses).not.toContain("queued");
    expect(statuses).not.toContain("failed");
    expect(record.wrong).toEqual([]);
  }, 240_000);

  test("a note never leaves, with everything switched on", async () => {
    const admin = await Agent.signIn(stack.urls, "boss@example.com");
    const elsewhere = await receiveWebhooks(admin);
    const conversation = await beginTalk(agent, await newCustomer());
    const { conversationId: id, phone } = conversation;
    await phones.setChaos({
      ...{ seed: SEED, duplicate: 0.5, shuffle: true, batch: true, delay: 300, drop_delivered: 0.3 },
      ...{ lose_answer: 0.3, lose_request: 0.1, error_code: 131000, error_share: 0.2, slow: 200 },
    });
    await agent.call("PATCH", `/conversations/${id}`, { note: "Between us: always pays late" });
    for (let i = 0; i < 3; i++) {
      const note = await agent.sends(id, `Between us, ${i}`, { type: "note" });
      await agent.reacts(note, "🔒");
      const reply = await agent.sends(id, `For you, ${i}`, { reply_to: note.message_id });
      const { seq } = await agent.sends(id, `Between us, of ${i}`, {
        type: "note",
        reply_to: reply.message_id,
      });
      const again = agent.call("POST", `/conversations/${id}/messages/${note.message_id}/retry`, {
        attempt: 2,
      });
      await expect(again).rejects.toThrow("not_retryable");
      await agent.call("POST", `/conversations/${id}/typing`, { typing: true });
      await phone.writes(`Thanks, ${i}`);
      await agent.reads(id, seq);
    }
    await phones.calm();
    const messages = await agree(conversation, 90_000);
    expect(messages.filter(({ type }) => type === "note")).toHaveLength(6);
    const heard = await until(
      async () => elsewhere.bodies.join("\n"),
      (all) => all.includes("For you, 2") && all.includes("Thanks, 2"),
    );
    const left = JSON.stringify([await phones.sends(), await phones.refusals(), await phone.bubbles()]);
    expect(left).toContain("For you, 2");
    expect(left + heard).not.toContain("Between us");
    expect(left + heard).not.toContain("🔒");
    await elsewhere.stop();
  });

  function untilStatus(conversationId: string, messageId: string, status: string) {
    return until(
      () => agent.messages(conversationId),
      (messages) => messages.some((it) => it.message_id === messageId && it.status === status),
    );
  }
});
