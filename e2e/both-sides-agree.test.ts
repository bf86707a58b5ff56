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

  test("agree when WhatsApp was gone in the middle of sending", async () => {
    const conversation = await beginTalk(agent, await newCustomer());
    for (let i = 0; i < 4; i++) await agent.sends(conversation.conversationId, `before ${i}`);
    await whatsApp.goesDown();
    try {
      for (let i = 0; i < 4; i++) await agent.sends(conversation.conversationId, `meanwhile ${i}`);
    } finally {
      await whatsApp.comesBack();
    }
    await agent.sends(conversation.conversationId, "afterwards");
    // What was cut off in the middle is asked about after a minute.
    await agree(conversation, 90_000);
    expect(record.wrong).toEqual([]);
  });

  test("a note never leaves, whatever goes wrong", async () => {
    const conversation = await beginTalk(agent, await newCustomer());
    await phones.setChaos({ seed: SEED, duplicate: 0.5, shuffle: true, batch: true, lose_answer: 0.5 });
    for (let i = 0; i < 3; i++) {
      await agent.sends(conversation.conversationId, `Between us, ${i}`, { type: "note" });
      await agent.sends(conversation.conversationId, `For you, ${i}`);
    }
    const messages = await agree(conversation, 30_000);
    expect(messages.filter(({ type }) => type === "note")).toHaveLength(3);
    const left = JSON.stringify([await phones.sends(), await conversation.phone.bubbles()]);
    expect(left).toContain("For you");
    expect(left).not.toContain("Between us");
  });

  function untilStatus(conversationId: string, messageId: string, status: string) {
    return until(
      () => agent.messages(conversationId),
      (messages) => messages.some((it) => it.message_id === messageId && it.status === status),
    );
  }
});
