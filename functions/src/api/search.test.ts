import { searchAnswer } from "@live-chat/contract/search.ts";
import { messages } from "@live-chat/core/documents.ts";
import * as v from "valibot";
import { expect, test } from "vitest";
import { useApi } from "../../testing/api-for-tests.ts";
import { receive } from "../../testing/receive.ts";
import { storeInbound } from "../messages/store-message.ts";

const api = useApi();

async function search(query: string) {
  const answer = await api.call("GET", `/search?${query}`);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return v.parse(searchAnswer, answer.body);
}
const texts = async (q: string) =>
  (await search(`q=${encodeURIComponent(q)}`)).messages.map(({ message }) => message.text);

test("messages are found by any of their words, newest first, with their conversation", async () => {
  const older = await receive(api.db, "4911", ["My parcel never came"], "Maria");
  const newer = await receive(api.db, "4912", ["Is the PÁRCEL insured?"], "Juan");
  const { messages } = await search("q=parcel");
  expect(messages.map(({ message }) => message.text)).toEqual([
    "Is the PÁRCEL insured?",
    "My parcel never came",
  ]);
  expect(messages.map(({ conversation }) => conversation.conversation_id)).toEqual([newer, older]);
  expect(messages[0]!.message).not.toHaveProperty("search_words");
  expect((await search("q=parcel&limit=1")).messages).toHaveLength(1);
});

test("several words must all be there, in any order and wherever in the message", async () => {
  const late = `${Array.from({ length: 80 }, (_, index) => `filler${index}`).join(" ")} zebra`;
  await receive(api.db, "4913", ["order 4711 is late", "order 4712 is early", `order 4711 ${late}`]);
  expect(await texts("late order")).toEqual(["order 4711 is late"]);
  expect(await texts("4711 zebra")).toEqual([`order 4711 ${late}`]);
  expect(await texts("order unheard")).toEqual([]);
});

test("any script is searched: Chinese by parts of a sentence, Arabic and Russian by words", async () => {
  await receive(api.db, "4914", ["我的订单还没有到", "أين طلبي؟", "Где мой заказ?"]);
  expect(await texts("订单")).toEqual(["我的订单还没有到"]);
  expect(await texts("没有订单")).toEqual([]);
  expect(await texts("طلبي")).toEqual(["أين طلبي؟"]);
  expect(await texts("ЗАКАЗ")).toEqual(["Где мой заказ?"]);
});

test("an answer and a note are found too", async () => {
  const id = await receive(api.db, "4915", ["Hi"]);
  const send = (client_message_id: string, type: string, text: string) =>
    api.call("POST", `/conversations/${id}/messages`, { body: { client_message_id, type, text } });
  await send("1", "text", "We shipped the wallaby");
  await send("2", "note", "wallaby is out of stock");
  expect(await texts("wallaby")).toEqual(["wallaby is out of stock", "We shipped the wallaby"]);
});

test("an edited message is found by its new words only, one taken back by none", async () => {
  const customer = { channel: "whatsapp", account: "100", ids: ["4916"] } as const;
  const id = await receive(api.db, "4916", ["the aardvark", "the badger"]);
  const { docs } = await messages(api.db, id).orderBy("seq").get();
  const [first, second] = docs.map((doc) => doc.data().provider_id!);
  const at = Date.now();
  await storeInbound(api.db, { ...customer, ids: ["4916"] }, [
    { kind: "edit", target: first!, text: "the axolotl", at },
    { kind: "revoke", target: second!, at },
  ]);
  expect([await texts("aardvark"), await texts("badger")]).toEqual([[], []]);
  expect(await texts("axolotl")).toEqual(["the axolotl"]);
});

test("customers are found by the beginning of their name or number", async () => {
  const id = await receive(api.db, "34600111222", ["Hola"], "Wilhelmina Ruiz");
  for (const q of ["wilh", "ruiz", "%2B34 600 111"]) {
    expect(
      (await search(`q=${q}`)).conversations.map((found) => found.conversation_id),
      q,
    ).toEqual([id]);
  }
});

test("a search of no words finds no messages", async () => {
  expect((await search("q=%F0%9F%91%8B")).messages).toEqual([]);
});

test.each([
  ["", "/q"],
  ["q=", "/q"],
  [`q=${"x".repeat(201)}`, "/q"],
  ["q=a&limit=0", "/limit"],
  ["q=a&limit=51", "/limit"],
  ["q=a&limit=x", "/limit"],
  ["q=a&q=b", "/q"],
  ["q=a&page=2", "/page"],
])("?%s is 400", async (query, pointer) => {
  const { status, body } = await api.call("GET", `/search?${query}`);
  expect([status, body.code, body.errors[0].pointer]).toEqual([400, "bad_request", pointer]);
});

test("without a token it is 401, and only GET is allowed", async () => {
  expect((await api.call("GET", "/search?q=a", { token: null })).status).toBe(401);
  const posted = await api.call("POST", "/search", { body: {} });
  expect([posted.status, posted.headers.get("allow")]).toEqual([405, "GET"]);
});
