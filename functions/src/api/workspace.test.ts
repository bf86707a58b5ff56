import { cannedAnswersAnswer } from "@live-chat/contract/canned-answers.ts";
import { meAnswer } from "@live-chat/contract/me.ts";
import { settingsAnswer } from "@live-chat/contract/settings.ts";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { useApi } from "../../testing/api-for-tests.ts";

const api = useApi();

describe("settings", () => {
  const read = async () => v.parse(settingsAnswer, await api.ok(api.call("GET", "/settings"))).settings;
  const patch = (body: object) => api.asAdmin("PATCH", "/settings", { body });

  test("there are some before anybody made any; an admin changes them, everybody sees them", async () => {
    expect(await read()).toEqual({ labels: [], mark_read_on_channel: true });
    await api.ok(patch({ labels: [{ name: " vip ", color: "purple" }] }));
    await api.ok(patch({ mark_read_on_channel: false }));
    expect(await read()).toEqual({ labels: [{ name: "vip", color: "purple" }], mark_read_on_channel: false });
  });

  test.each([
    [{}, ""],
    [{ labels: [{ name: "vip", color: "#ff0000" }] }, "/labels/0/color"],
    [{ labels: [{ name: "", color: "red" }] }, "/labels/0/name"],
    [{ labels: ["vip"] }, "/labels/0"],
    [
      {
        labels: [
          { name: "a", color: "red" },
          { name: "a ", color: "blue" },
        ],
      },
      "/labels",
    ],
    [{ mark_read_on_channel: "yes" }, "/mark_read_on_channel"],
    [{ theme: "dark" }, "/theme"],
  ])("%j is 400 and changes nothing", async (body, pointer) => {
    const before = await read();
    const answer = await patch(body);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, pointer]);
    expect(await read()).toEqual(before);
  });

  test("are for admins to change", async () => {
    const answer = await api.call("PATCH", "/settings", { body: { labels: [] } });
    expect([answer.status, answer.body.code]).toEqual([403, "admin_required"]);
    expect((await api.asAdmin("DELETE", "/settings")).headers.get("allow")).toBe("GET, PATCH");
  });
});

describe("canned answers", () => {
  const create = (body: object) => api.asAdmin("POST", "/canned-answers", { body });
  const list = async () => {
    const { canned_answers } = v.parse(cannedAnswersAnswer, await api.ok(api.call("GET", "/canned-answers")));
    return canned_answers.map(({ shortcut, text }) => [shortcut, text]);
  };

  test("are made, replaced and deleted by admins, and listed by shortcut for everybody", async () => {
    const { canned_answer: thanks } = await api.ok(create({ shortcut: "Thanks", text: "Thank you!" }));
    await api.ok(create({ shortcut: "أهلا", text: "أهلاً وسهلاً" }));
    await api.ok(create({ shortcut: "bye", text: "Bye\n\nThe team" }));
    expect(await list()).toEqual([
      ["bye", "Bye\n\nThe team"],
      ["thanks", "Thank you!"],
      ["أهلا", "أهلاً وسهلاً"],
    ]);
    const body = { shortcut: "thanks", text: "Thanks a lot!" };
    const replaced = await api.ok(api.asAdmin("PUT", `/canned-answers/${thanks.id}`, { body }));
    expect(replaced.canned_answer).toMatchObject({ id: thanks.id, ...body });
    expect(replaced.canned_answer.updated_at >= thanks.updated_at).toBe(true);
    expect((await api.asAdmin("DELETE", `/canned-answers/${thanks.id}`)).status).toBe(204);
    expect((await list()).map(([shortcut]) => shortcut)).toEqual(["bye", "أهلا"]);
  });

  test("each shortcut names one, also when two are made at once", async () => {
    const both = await Promise.all([1, 2].map((n) => create({ shortcut: "same", text: `${n}` })));
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    const { canned_answer } = await api.ok(create({ shortcut: "other", text: "x" }));
    const body = { shortcut: "SAME", text: "y" };
    const taken = await api.asAdmin("PUT", `/canned-answers/${canned_answer.id}`, { body });
    expect([taken.status, taken.body.code]).toEqual([409, "shortcut_taken"]);
  });

  test.each([
    [{ text: "x" }, "/shortcut"],
    [{ shortcut: "", text: "x" }, "/shortcut"],
    [{ shortcut: "two words", text: "x" }, "/shortcut"],
    [{ shortcut: "/slash", text: "x" }, "/shortcut"],
    [{ shortcut: "x".repeat(33), text: "x" }, "/shortcut"],
    [{ shortcut: "x" }, "/text"],
    [{ shortcut: "x", text: " " }, "/text"],
    [{ shortcut: "x", text: "x".repeat(4097) }, "/text"],
    [{ shortcut: "x", text: "x", id: "1" }, "/id"],
  ])("%j is 400 and makes none", async (body, pointer) => {
    const before = await list();
    const answer = await create(body);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, pointer]);
    expect(await list()).toEqual(before);
  });

  test("unknown ones are 404, agents may only read, other methods are 405", async () => {
    const body = { shortcut: "nobody", text: "x" };
    for (const id of ["unknown", "a".repeat(20), "__all__"]) {
      expect((await api.asAdmin("PUT", `/canned-answers/${id}`, { body })).body.code).toBe(
        "canned_answer_not_found",
      );
      expect((await api.asAdmin("DELETE", `/canned-answers/${id}`)).status).toBe(404);
    }
    expect((await api.call("POST", "/canned-answers", { body })).status).toBe(403);
    expect((await api.call("PUT", "/canned-answers/x", { body })).status).toBe(403);
    expect((await api.call("DELETE", "/canned-answers/x")).status).toBe(403);
    expect((await api.asAdmin("PATCH", "/canned-answers/x", { body })).headers.get("allow")).toBe(
      "PUT, DELETE",
    );
  });
});

describe("me", () => {
  const patch = (body: object) => api.call("PATCH", "/me", { body });
  const read = async () => v.parse(meAnswer, await api.ok(api.call("GET", "/me"))).me;

  test("is who asks, with what they pinned and prefer, and nobody else", async () => {
    expect(await read()).toMatchObject({
      id: "ana",
      name: "Ana",
      role: "agent",
      pinned: [],
      preferences: {},
    });
    await api.ok(
      patch({ pinned: ["c2", "c1", "c2"], preferences: { theme: "dark", sound: false, volume: 0.5 } }),
    );
    await api.ok(patch({ preferences: { theme: "light", sound: null } }));
    expect(await read()).toMatchObject({
      pinned: ["c2", "c1"],
      preferences: { theme: "light", volume: 0.5 },
    });
    expect((await api.ok(api.asAdmin("GET", "/me"))).me).toMatchObject({
      id: "boss",
      pinned: [],
      preferences: {},
    });
  });

  test("what two devices prefer at once is both kept", async () => {
    await Promise.all([1, 2, 3, 4].map((n) => api.ok(patch({ preferences: { [`device_${n}`]: n } }))));
    expect((await read()).preferences).toMatchObject({ device_1: 1, device_2: 2, device_3: 3, device_4: 4 });
  });

  const many = Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`p${n}`, n]));
  test.each([
    [{}, ""],
    [{ pinned: "c1" }, "/pinned"],
    [{ pinned: [""] }, "/pinned/0"],
    [{ pinned: Array.from({ length: 51 }, (_, n) => `c${n}`) }, "/pinned"],
    [{ preferences: { Theme: "dark" } }, "/preferences/Theme"],
    [{ preferences: { theme: ["dark"] } }, "/preferences/theme"],
    [{ preferences: { theme: "x".repeat(201) } }, "/preferences/theme"],
    [{ preferences: many }, "/preferences"],
    [{ role: "admin" }, "/role"],
  ])("%j is 400 and changes nothing", async (body, pointer) => {
    const before = await read();
    const answer = await patch(body);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, pointer]);
    expect(await read()).toEqual(before);
  });

  test("preferences don't add up without end", async () => {
    const part = (from: number) => Object.fromEntries(Object.entries(many).slice(from, from + 40));
    await api.ok(patch({ preferences: part(0) }));
    const answer = await patch({ preferences: part(11) });
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, "/preferences"]);
  });

  test("without a token it is nobody; other methods are 405", async () => {
    expect((await api.call("GET", "/me", { token: null })).status).toBe(401);
    expect((await api.call("DELETE", "/me")).headers.get("allow")).toBe("GET, PATCH");
  });
});
