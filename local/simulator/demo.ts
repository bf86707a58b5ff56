import { type Account, type Customer, makeCustomer } from "./world.ts";

const WABA_ID = "102290129340398";

/** The demo data's two numbers. */
export const DEMO_ACCOUNTS: Account[] = [
  {
    id: "108000000000001",
    waba_id: WABA_ID,
    display_phone_number: "+1 555 010 0001",
    verified_name: "Lumen & Co, Shop",
  },
  {
    id: "108000000000002",
    waba_id: WABA_ID,
    display_phone_number: "+1 555 010 0002",
    verified_name: "Lumen & Co, Workshop",
  },
];

/** People with a phone in hand. One hides her number behind a username; one number has no WhatsApp. */
export const DEMO_CUSTOMERS: Customer[] = [
  makeCustomer({ id: "maya", name: "Maya Lindqvist", phone: "15550142001" }),
  makeCustomer({ id: "tomas", name: "Tomás Rivera", phone: "15550142002" }),
  makeCustomer({ id: "yuki", name: "雪 Yuki Tanaka", phone: "15550142003", read_receipts: false }),
  makeCustomer({
    id: "noor",
    name: "Noor",
    phone: null,
    username: "noor.reads",
    user_id: "US.13491208655302741918",
  }),
  makeCustomer({ id: "landline", name: "An old landline", phone: "15550142009", reachable: false }),
];
