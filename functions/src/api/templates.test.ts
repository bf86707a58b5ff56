import { templatesAnswer } from "@live-chat/contract/templates.ts";
import * as v from "valibot";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { putAccount } from "../../testing/agents.ts";
import { Delivery } from "../../testing/delivery.ts";
import { type ServedApi, serveApi } from "../../testing/serve-api.ts";
import { type Services, startServices } from "../../testing/start-services.ts";
import { createTemplateDirectory } from "../channels/template-directory.ts";

let services: Services;
let api: ServedApi;
let delivery: Delivery;
let conversation: string;
let customers = 0;
const component = (type: string, text: string, example?: object) => ({ type, format: "TEXT", text, example });
const approved = { status: "APPROVED", category: "UTILITY" };

beforeAll(async () => {
  putAccount({ uid: "ana", displayName: "Ana", role: "agent" });
  services = await startServices();
  delivery = new Delivery(services);
  await delivery.graph.start();
  const numbers = [{ id: "100", display_phone_number: "+1 555 0100" }];
  delivery.graph.pages["/200/phone_numbers"] = { data: numbers };
  delivery.graph.pages["/200/message_templates"] = {
    data: [
      {
        ...{ ...approved, name: "ready", language: "en" },
        components: [
          component("HEADER", "Order {{1}}", { header_text: ["A-1"] }),
          component("BODY", "Hello {{1}}, it is {{2}}.", { body_text: [["Ana", "ready"]] }),
          component("FOOTER", "Lumen & Co"),
          { type: "BUTTONS", buttons: [{ type: "URL", text: "Track", url: "https://a.example/{{1}}" }] },
        ],
      },
      {
        ...{ ...approved, name: "named", language: "en" },
        components: [
          component("BODY", "Hi {{who}}", {
            body_text_named_params: [{ param_name: "who", example: "Ana" }],
          }),
        ],
      },
      { ...approved, name: "photo", language: "en", components: [{ type: "HEADER", format: "IMAGE" }] },
      { name: "paused", language: "en", status: "PAUSED", category: "UTILITY", components: [] },
    ],
  };
  const { channels } = delivery.dependencies;
  api = await serveApi(services, undefined, { channels, templates: createTemplateDirectory(channels) });
});
afterAll(async () => {
  await delivery.graph.kill();
  await api.stop();
  await services.stop();
});
beforeEach(async () => {
  const body = { channel: "whatsapp", account: "100", phone: `+49178000${++customers}` };
  const started = await api.call("POST", "/conversations", { body });
  conversation = started.body.conversation.conversation_id;
});

const send = (template: object, client_message_id = "t1") =>
  api.call("POST", `/conversations/${conversation}/messages`, {
    body: { client_message_id, type: "template", template },
  });
const variables = { "1": "Maria", "2": "done", "header.1": "7", "button.0": "xyz" };

test("those that can be sent are listed, with their variables; the channel is asked once", async () => {
  const lists = [1, 2, 3].map(() => api.call("GET", `/conversations/${conversation}/templates`));
  const { body } = (await Promise.all(lists))[0]!;
  const { templates } = v.parse(templatesAnswer, body);
  expect(templates.map(({ name }) => name)).toEqual(["ready", "named"]);
  expect(templates[0]?.variables).toEqual([
    { key: "header.1", example: "A-1" },
    { key: "1", example: "Ana" },
    { key: "2", example: "ready" },
    { key: "button.0", example: null },
  ]);
  expect(templates[1]?.variables).toEqual([{ key: "who", example: "Ana" }]);
  const listed = delivery.graph.asked.filter((it) => it.includes("/message_templates"));
  expect(listed).toHaveLength(1);
});

test("a customer who never wrote takes a template and no text", async () => {
  const body = { client_message_id: "x", text: "Hello" };
  const text = await api.call("POST", `/conversations/${conversation}/messages`, { body });
  expect([text.status, text.body.code]).toEqual([409, "window_closed"]);

  const sent = await send({ name: "ready", language: "en", variables });
  expect(sent.status).toBe(201);
  expect(sent.body.message).toMatchObject({
    type: "template",
    text: "Order 7\n\nHello Maria, it is done.\n\nLumen & Co",
    content: { name: "ready", language: "en", variables },
    status: "queued",
  });
  const { message_id } = sent.body.message;
  await delivery.trigger(await delivery.read({ conversation_id: conversation, message_id }));
  expect(delivery.graph.taken.at(-1)?.body).toMatchObject({
    type: "template",
    template: {
      name: "ready",
      language: { code: "en" },
      components: [
        { type: "header", parameters: [{ type: "text", text: "7" }] },
        {
          type: "body",
          parameters: [
            { type: "text", text: "Maria" },
            { type: "text", text: "done" },
          ],
        },
        { type: "button", sub_type: "url", index: "0", parameters: [{ type: "text", text: "xyz" }] },
      ],
    },
  });
  expect((await send({ name: "ready", language: "en", variables })).status).toBe(200);
});

test("named variables are sent by name", async () => {
  const { body } = await send({ name: "named", language: "en", variables: { who: "Maria" } });
  const { message_id } = body.message;
  await delivery.trigger(await delivery.read({ conversation_id: conversation, message_id }));
  expect(delivery.graph.taken.at(-1)?.body.template.components).toEqual([
    { type: "body", parameters: [{ type: "text", parameter_name: "who", text: "Maria" }] },
  ]);
});

test.each([
  ["one that isn't there", { name: "nothing", language: "en" }, 404, "template_not_found"],
  ["one in another language", { name: "ready", language: "fr", variables }, 404, "template_not_found"],
  ["one that is paused", { name: "paused", language: "en" }, 404, "template_not_found"],
  ["a variable missing", { name: "named", language: "en" }, 400, "bad_request"],
  ["one too many", { name: "named", language: "en", variables: { who: "a", what: "b" } }, 400, "bad_request"],
  ["a line break in one", { name: "named", language: "en", variables: { who: "a\nb" } }, 400, "bad_request"],
])("%s is refused and stores nothing", async (_what, template, status, code) => {
  const answer = await send(template);
  expect([answer.status, answer.body.code]).toEqual([status, code]);
  expect(await delivery.thread(conversation)).toEqual([]);
});

test("a channel that doesn't answer: 503, and asked again next time", async () => {
  await delivery.graph.kill();
  const { channels } = delivery.dependencies;
  const other = await serveApi(services, undefined, {
    channels,
    templates: createTemplateDirectory(channels),
  });
  const list = () => other.call("GET", `/conversations/${conversation}/templates`);
  expect((await list()).body.code).toBe("unavailable");
  await delivery.graph.start();
  expect((await list()).status).toBe(200);
  await other.stop();
});
