import { ownNumbersAnswer } from "@live-chat/contract/channels.ts";
import * as v from "valibot";
import { afterAll, beforeAll, expect, test } from "vitest";
import { putAccount } from "../../testing/agents.ts";
import { Delivery } from "../../testing/delivery.ts";
import { type ServedApi, serveApi } from "../../testing/serve-api.ts";
import { type Services, startServices } from "../../testing/start-services.ts";

let services: Services;
let api: ServedApi;
let delivery: Delivery;
beforeAll(async () => {
  putAccount({ uid: "ana", displayName: "Ana", role: "agent" });
  services = await startServices();
  delivery = new Delivery(services);
  await delivery.graph.start();
  delivery.graph.pages["/200/phone_numbers"] = {
    data: [
      {
        id: "100",
        display_phone_number: "+1 555 0100",
        verified_name: "Lumen & Co",
        quality_rating: "GREEN",
      },
      { id: "101", display_phone_number: "+1 555 0101" },
    ],
  };
  api = await serveApi(services, undefined, { channels: delivery.dependencies.channels });
});
afterAll(async () => {
  await delivery.graph.kill();
  await api.stop();
  await services.stop();
});

test("our numbers are listed as WhatsApp names them", async () => {
  const { body } = await api.call("GET", "/numbers");
  expect(v.parse(ownNumbersAnswer, body).numbers).toEqual([
    { channel: "whatsapp", account: "100", phone: "+1 555 0100", name: "Lumen & Co" },
    { channel: "whatsapp", account: "101", phone: "+1 555 0101", name: null },
  ]);
});

test("where WhatsApp can't be asked, the answer says so", async () => {
  delivery.graph.pages["/200/phone_numbers"] = { error: { code: 190 } };
  expect((await api.call("GET", "/numbers")).body.code).toBe("unavailable");
});
