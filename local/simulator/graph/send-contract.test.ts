import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Json, MAYA, SHOP, startStand, type TestStand } from "../testing/simulator-for-tests.ts";

let stand: TestStand;
beforeAll(async () => {
  stand = await startStand();
});
afterAll(() => stand.stop());

const text = (body: unknown) => ({ type: "text", text: { body } });
const location = (latitude: number) => ({ type: "location", location: { latitude, longitude: 0 } });
const buttons = (...ids: string[]) => ({
  type: "interactive",
  interactive: {
    type: "button",
    body: { text: "Which?" },
    action: { buttons: ids.map((id) => ({ type: "reply", reply: { id, title: id } })) },
  },
});
const template = (name: string, parameters: Json[] = [], language = "en") => ({
  type: "template",
  template: { name, language: { code: language }, components: [{ type: "body", parameters }] },
});
const words = (...all: string[]) => all.map((word) => ({ type: "text", text: word }));

describe("Graph takes", () => {
  const accepted: [string, Json][] = [
    ["a text of 4096 characters", text("é".repeat(4096))],
    ["a text in answer to another", { ...text("yes"), context: { message_id: "wamid.1" } }],
    ["a location", location(48.2)],
    [
      "a contact",
      { type: "contacts", contacts: [{ name: { formatted_name: "Bo" }, phones: [{ phone: "+1" }] }] },
    ],
    ["a reaction", { type: "reaction", reaction: { message_id: "wamid.1", emoji: "👍🏽" } }],
    ["a reaction taken back", { type: "reaction", reaction: { message_id: "wamid.1", emoji: "" } }],
    ["buttons", buttons("yes", "no")],
    ["a template without variables", template("hello_world", [], "en_US")],
    ["a template with its variables", template("order_ready", words("Ana", "A-1"))],
    [
      "named variables in any order",
      template("repair_follow_up", [
        { type: "text", parameter_name: "lamp", text: "lamp" },
        { type: "text", parameter_name: "customer_name", text: "Ana" },
      ]),
    ],
    ["a number written as people do", { ...text("hi"), to: "+1 (555) 014-2001" }],
    [
      "a business-scoped user id in `recipient`",
      { ...text("hi"), to: undefined, recipient: "US.13491208655302741918" },
    ],
  ];
  test.each(accepted)("%s", async (_, message) => {
    const { status, body } = await stand.send(message);
    expect(body.error).toBeUndefined();
    expect(status).toBe(200);
    expect(body.messaging_product).toBe("whatsapp");
    expect(body.messages[0].id).toMatch(/^wamid\./);
  });
});

describe("Graph refuses", () => {
  const refused: [string, Json, number, RegExp][] = [
    ["another product", { ...text("hi"), messaging_product: "sms" }, 131009, /messaging_product/],
    [
      "no product",
      { ...text("hi"), messaging_product: undefined },
      100,
      /parameter messaging_product is required/,
    ],
    ["nobody to send to", { ...text("hi"), to: undefined }, 131008, /'to'/],
    ["a recipient without a digit", { ...text("hi"), to: "maya" }, 131009, /'to'/],
    ["a recipient that is a number", { ...text("hi"), to: 15550142001 }, 100, /to must be of type string/],
    [
      "a phone number in `recipient`",
      { ...text("hi"), to: undefined, recipient: MAYA },
      131009,
      /'recipient'/,
    ],
    ["itself as the recipient", { ...text("hi"), to: "15550100001" }, 131021, /same number/],
    ["an unknown parameter", { ...text("hi"), urgent: true }, 100, /Unexpected key "urgent"/],
    [
      "an unknown parameter inside",
      { type: "text", text: { body: "hi", bold: true } },
      100,
      /"bold" on param "text"/,
    ],
    ["an unknown type", { type: "poll", poll: {} }, 100, /type must be one of {AUDIO, CONTACTS/],
    ["a type without its content", { type: "image" }, 131008, /'image' is mandatory/],
    ["no text", { type: "text", text: {} }, 100, /parameter text\['body'\] is required/],
    ["an empty text", text(""), 131009, /text\['body'\]/],
    [
      "a text of 4097 characters",
      text("x".repeat(4097)),
      100,
      /text\['body'\] must be at most 4096 characters/,
    ],
    [
      "a caption of 1025 characters",
      { type: "image", image: { link: "https://x.example/a.jpg", caption: "x".repeat(1025) } },
      100,
      /image\['caption'\] must be at most 1024/,
    ],
    [
      "a caption on a voice message",
      { type: "audio", audio: { id: "1", caption: "hm" } },
      100,
      /Unexpected key "caption"/,
    ],
    ["media without a source", { type: "image", image: {} }, 131008, /'id' or 'link'/],
    [
      "media with two sources",
      { type: "image", image: { id: "1", link: "https://x.example" } },
      131009,
      /not both/,
    ],
    ["media that isn't there", { type: "image", image: { id: "12345" } }, 131009, /there is no media 12345/],
    ["a place beyond the pole", location(91), 131009, /location\['latitude'\]/],
    [
      "a word as a reaction",
      { type: "reaction", reaction: { message_id: "wamid.1", emoji: "ok" } },
      131009,
      /emoji/,
    ],
    ["four buttons", buttons("a", "b", "c", "d"), 131009, /buttons/],
    ["two equal buttons", buttons("a", "a"), 131009, /Duplicated/],
    ["callback data beyond 512", { ...text("hi"), biz_opaque_callback_data: "x".repeat(513) }, 100, /512/],
    [
      "an interactive type that this number can't send",
      { type: "interactive", interactive: { type: "catalog_message", body: { text: "x" }, action: {} } },
      131051,
      /catalog_message/,
    ],
    ["a template that isn't there", template("no_such"), 132001, /no_such/],
    ["a template in another language", template("order_ready", words("a", "b"), "fr"), 132001, /fr/],
    ["a rejected template", template("free_lamp"), 132001, /free_lamp/],
    ["a paused template", template("summer_sale"), 132015, /paused/],
    ["too few variables", template("order_ready", words("Ana")), 132000, /params \(1\).*params \(2\)/],
    ["a variable with line breaks", template("order_ready", words("a\nb", "c")), 132012, /line breaks/],
    ["an empty variable", template("order_ready", words("", "c")), 131008, /'text' is mandatory/],
    [
      "unnamed variables where names are wanted",
      template("repair_follow_up", words("a", "b")),
      100,
      /name is missing/,
    ],
    ["a template without its photo", template("autumn_lamps", words("Ana")), 132000, /header/],
    ["a variable too long", template("order_ready", words("x".repeat(1100), "c")), 132005, /1024/],
  ];
  test.each(refused)("%s", async (_, message, code, says) => {
    const before = stand.simulator.sends.length;
    const { status, body } = await stand.send(message);
    expect(body.error).toMatchObject({ code, fbtrace_id: expect.any(String) });
    expect(`${body.error.message} ${body.error.error_data?.details}`).toMatch(says);
    expect(status).toBe(code === 132001 ? 404 : 400);
    expect(stand.simulator.sends.length).toBe(before);
  });

  test("a wrong or missing token", async () => {
    for (const authorization of ["Bearer wrong", ""]) {
      const { status, body } = await stand.graph(`/${SHOP}/messages`, {
        method: "POST",
        headers: { authorization },
      });
      expect(status).toBe(401);
      expect(body.error).toMatchObject({ code: 190, type: "OAuthException" });
    }
  });

  test("what isn't JSON, an unknown number and unknown edges", async () => {
    const post = (path: string, body: string) => stand.graph(path, { method: "POST", body });
    expect((await post(`/${SHOP}/messages`, "{")).body.error.code).toBe(100);
    expect((await post(`/${SHOP}/messages`, "[]")).body.error.code).toBe(100);
    const unknown = { code: 100, error_subcode: 33, type: "GraphMethodException" };
    expect((await post("/42/messages", "{}")).body.error).toMatchObject(unknown);
    expect((await post(`/${SHOP}/poems`, "{}")).body.error).toMatchObject(unknown);
    expect((await stand.graph("/42")).body.error).toMatchObject(unknown);
  });
});

test("templates are listed with their state, and page by page", async () => {
  const [first, rest] = [1, 100].map((limit) => `/102290129340398/message_templates?limit=${limit}`);
  const page = (await stand.graph(first!)).body;
  expect(page.data).toHaveLength(1);
  const next = (await stand.graph(`${rest}&after=${page.paging.cursors.after}`)).body;
  expect(next.data.map((it: Json) => it.name)).toContain("order_ready");
  expect(next.data).not.toContainEqual(page.data[0]);
  const approved = (await stand.graph(`${rest}&status=APPROVED`)).body.data;
  expect(new Set(approved.map((it: Json) => it.status))).toEqual(new Set(["APPROVED"]));
});
