import { afterEach, expect, test } from "vitest";
import { Chaos, parseChaos } from "./chaos.ts";
import type { ChaosSettings } from "./chaos-settings.ts";
import { MAYA, SHOP, startStand, type TestStand } from "./testing/simulator-for-tests.ts";

const stands: TestStand[] = [];
afterEach(async () => {
  await Promise.all(stands.splice(0).map((stand) => stand.stop()));
});

async function standWith(chaos: Partial<ChaosSettings>): Promise<TestStand> {
  const stand = await startStand({ chaos });
  stands.push(stand);
  return stand;
}

const text = (body: string) => ({ type: "text", text: { body }, biz_opaque_callback_data: body });

/** What went wrong with 40 sends: for each, the statuses told and how often. */
async function playWith(chaos: Partial<ChaosSettings>): Promise<string[]> {
  const stand = await standWith(chaos);
  const answers: string[] = [];
  for (let n = 0; n < 40; n++) {
    const answer = await stand.send(text(`${n}`)).catch(() => null);
    answers.push(answer ? `${answer.body.error?.code ?? "ok"}` : "lost");
  }
  await stand.simulator.idle();
  return answers.map((answer, n) => {
    const told = stand.statuses().filter((it) => it.biz_opaque_callback_data === `${n}`);
    return [answer, ...told.map((it) => it.status).sort()].join(" ");
  });
}

test("the same seed makes the same things go wrong, another one others", async () => {
  const chaos = {
    duplicate: 0.3,
    drop_delivered: 0.3,
    error_code: 131000,
    error_share: 0.3,
    lose_answer: 0.2,
  };
  const first = await playWith({ ...chaos, seed: 7 });
  expect(await playWith({ ...chaos, seed: 7 })).toEqual(first);
  expect(await playWith({ ...chaos, seed: 8 })).not.toEqual(first);
  for (const what of ["131000", "lost", "ok sent", "sent sent", "ok delivered sent"]) {
    expect(first.some((it) => it.includes(what))).toBe(true);
  }
});

test("webhooks come twice, late, in another order and several as one, but none is missing", async () => {
  const stand = await standWith({ duplicate: 0.5, shuffle: true, batch: true, delay: 30 });
  const maya = stand.simulator.phone.chat("maya");
  const sent = Array.from({ length: 60 }, (_, n) => maya.text(`${n}`).id);
  await stand.simulator.idle();
  const came = stand.messages().map((it) => it.id);
  expect(new Set(came)).toEqual(new Set(sent));
  expect(came.length).toBeGreaterThan(sent.length);
  expect([...new Set(came)]).not.toEqual(sent);
  expect(stand.webhooks.length).toBeLessThan(came.length / 2);
  expect(stand.receiver.forged).toBe(0);
});

test("without chaos they come one by one, in order, and again until they are taken", async () => {
  const stand = await standWith({});
  stand.receiver.status = 503;
  const maya = stand.simulator.phone.chat("maya");
  const first = maya.text("first");
  while (stand.simulator.phone.chat("maya").messages.length < 20) maya.text("more");
  await expect.poll(() => stand.simulator.refused()).toBeGreaterThan(20);
  expect(first.status).toBe("sent");
  stand.receiver.status = 200;
  await stand.simulator.idle();
  expect(first.status).toBe("delivered");
  expect(new Set(stand.messages().map((it) => it.id)).size).toBe(20);
  stand.webhooks.length = 0;
  const ids = Array.from({ length: 20 }, (_, n) => maya.text(`${n}`).id);
  await stand.simulator.idle();
  expect(stand.messages().map((it) => it.id)).toEqual(ids);
});

test("a lost answer was accepted: the message arrives and its status tells whose it was", async () => {
  const stand = await standWith({ lose_answer: 1 });
  await expect(stand.send(text("who knows"))).rejects.toThrow();
  await stand.simulator.phone.chat("maya").until((it) => it.text === "who knows");
  await stand.simulator.idle();
  expect(stand.statuses()).toMatchObject([
    { status: "sent", biz_opaque_callback_data: "who knows" },
    { status: "delivered", biz_opaque_callback_data: "who knows" },
  ]);
});

test("a lost request was never accepted", async () => {
  const stand = await standWith({ lose_request: 1 });
  await expect(stand.send(text("gone"))).rejects.toThrow();
  expect(stand.simulator.sends).toEqual([]);
});

test("a send that is never answered may have been accepted or not", async () => {
  const stand = await standWith({ no_answer: 1 });
  const abort = new AbortController();
  const sends = Array.from({ length: 12 }, (_, n) =>
    stand.send(text(`${n}`), SHOP, abort.signal).catch(() => "never answered"),
  );
  const { sends: accepted } = stand.simulator;
  await expect.poll(() => accepted.length).toBeGreaterThan(2);
  await stand.simulator.idle();
  abort.abort();
  expect(new Set(await Promise.all(sends))).toEqual(new Set(["never answered"]));
  expect(accepted.length).toBeLessThan(12);
});

test("killed with slow sends in hand: some were accepted, none was answered, and none comes twice", async () => {
  const stand = await standWith({ slow: 1000 });
  const sends = Array.from({ length: 20 }, (_, n) => stand.send(text(`${n}`)).catch(() => "cut"));
  const { sends: accepted } = stand.simulator;
  await expect.poll(() => accepted.length, { interval: 5 }).toBeGreaterThan(3);
  await stand.simulator.goDown();
  const answers = await Promise.all(sends);
  const acceptedThen = accepted.length;
  const answered = answers.filter((it) => it !== "cut").length;
  expect(answered).toBeLessThan(acceptedThen);
  expect(acceptedThen).toBeLessThan(20);
  await stand.simulator.comeBack();
  await stand.simulator.idle();
  expect(accepted.length).toBe(acceptedThen);
  expect(accepted.map(({ outcome }) => outcome)).toEqual(Array(acceptedThen).fill("delivered"));
});

test("killed while it tells of statuses: the rest waits, and all is told once it is back", async () => {
  const stand = await standWith({ delay: 400 });
  await Promise.all(Array.from({ length: 20 }, (_, n) => stand.send(text(`${n}`))));
  await expect.poll(() => stand.statuses().length, { interval: 1 }).toBeGreaterThan(4);
  await stand.simulator.goDown();
  const told = () => new Set(stand.statuses().map((it) => `${it.biz_opaque_callback_data} ${it.status}`));
  const toldThen = told().size;
  expect(toldThen).toBeLessThan(40);
  const meanwhile = stand.simulator.phone.chat("maya").text("Are you there?");
  await stand.simulator.comeBack();
  await stand.simulator.idle();
  expect(told().size).toBe(40);
  expect(meanwhile.status).toBe("delivered");
});

test("errors come as the answer, or as a status of what was accepted", async () => {
  const stand = await standWith({ error_code: 130429 });
  const refused = await stand.send(text("a"));
  expect([refused.status, refused.body.error.code]).toEqual([429, 130429]);
  stand.simulator.chaos.set({ error_code: 131049, error_by: "status" });
  expect((await stand.send(text("b"))).status).toBe(200);
  await stand.simulator.idle();
  expect(stand.statuses()).toMatchObject([
    { status: "failed", errors: [{ code: 131049 }], recipient_id: MAYA },
  ]);
});

test("closed windows, an expired token and a rate limit", async () => {
  const stand = await standWith({ window_closed: true });
  stand.simulator.phone.chat("maya").text("just now");
  await stand.send(text("a"));
  await stand.simulator.idle();
  expect(stand.statuses()).toMatchObject([{ errors: [{ code: 131047 }] }]);

  stand.simulator.chaos.set({ refuse_token: true });
  const expired = await stand.graph(`/${SHOP}`);
  expect([expired.status, expired.body.error.code]).toEqual([401, 190]);
  stand.simulator.chaos.calm();

  stand.simulator.chaos.set({ rate_limit: 0 });
  expect((await stand.send(text("b"))).body.error.code).toBe(130429);
});

test("a flag says the same as the settings; nonsense changes nothing", () => {
  expect(parseChaos("duplicate=0.3,shuffle,delay=500,error_by=status")).toEqual({
    duplicate: 0.3,
    shuffle: true,
    delay: 500,
    error_by: "status",
  });
  expect(() => parseChaos("duplicate=2")).toThrow(/duplicate/);
  expect(() => parseChaos("everything")).toThrow(/everything/);
  const chaos = new Chaos({ duplicate: 0.1 });
  expect(() => chaos.set({ duplicate: 0.5, error_code: 42 })).toThrow(/error_code/);
  expect(chaos.settings.duplicate).toBe(0.1);
});
