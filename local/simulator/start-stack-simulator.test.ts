import { Firestore } from "@google-cloud/firestore";
import { expect, test } from "vitest";
import { startFirestore } from "../firestore/server.ts";
import { PROJECT_ID } from "../stack/constants.ts";
import { startStackSimulator } from "./start-stack-simulator.ts";

test("whoever wrote on WhatsApp has a phone, with the window they have", async () => {
  const firestore = await startFirestore();
  const host = `${firestore.host}:${firestore.port}`;
  const db = new Firestore({
    projectId: PROJECT_ID,
    host,
    ssl: false,
    customHeaders: { Authorization: "Bearer owner" },
  });
  const add = (user_id: string, phone: string | null, channel: string, window: string | null) =>
    db.collection("conversations").add({
      ...{ user_id, phone, channel, window_expires_at: window, name: `Customer ${user_id}` },
      ...{ account: "108000000000001", last_activity_at: "2026-11-22T10:00:00.000Z" },
    });
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
  await add("436641234567", "+436641234567", "whatsapp", inAnHour);
  await add("AT.4711", null, "whatsapp", null);
  await add("web-visitor", null, "api", null);

  const simulator = await startStackSimulator({
    port: 0,
    apiUrl: "http://127.0.0.1:9",
    firestore: host,
    chaos: "seed=5",
  });
  try {
    const names = simulator.phone.customers().map((it) => it.name);
    expect(names).toContain("Customer 436641234567");
    expect(names).not.toContain("Customer web-visitor");
    const nameless = simulator.phone.customers().find((it) => it.user_id === "AT.4711");
    expect(nameless).toMatchObject({ phone: null });
    const [chat] = simulator.world.chats();
    expect(chat?.last_inbound_at).toBeCloseTo(Date.parse(inAnHour) - 24 * 3_600_000, -4);
    expect(simulator.chaos.settings.seed).toBe(5);
  } finally {
    await simulator.stop();
    await db.terminate();
    await firestore.stop();
  }
});
