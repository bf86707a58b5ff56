import { Firestore } from "@google-cloud/firestore";
import { conversations } from "@live-chat/core/documents.ts";
import { PROJECT_ID } from "../stack/constants.ts";
import { type Customer, makeCustomer } from "./world.ts";

/** More would only make a long list. */
const MOST = 50;

export type KnownCustomer = {
  customer: Customer;
  account: string;
  /** ms; null where that isn't known. */
  window_expires_at: number | null;
};

/** The WhatsApp customers of a Firestore (host:port), latest activity first, each once. */
export async function readCustomers(host: string): Promise<KnownCustomer[]> {
  const db = new Firestore({
    projectId: PROJECT_ID,
    host,
    ssl: false,
    customHeaders: { Authorization: "Bearer owner" },
  });
  try {
    const { docs } = await conversations(db).orderBy("last_activity_at", "desc").limit(MOST).get();
    const found = docs.map((doc) => doc.data()).filter(({ channel }) => channel === "whatsapp");
    const people = new Map<string, KnownCustomer>();
    for (const { user_id, name, phone, account, window_expires_at } of found) {
      if (people.has(user_id)) continue;
      const identity = phone ? { phone: phone.replace(/\D/g, "") } : { phone: null, user_id };
      const customer = makeCustomer({ name: name ?? phone ?? user_id, id: user_id, ...identity });
      const ends = window_expires_at ? Date.parse(window_expires_at) : null;
      people.set(user_id, { customer, account, window_expires_at: ends });
    }
    return [...people.values()];
  } finally {
    await db.terminate();
  }
}
