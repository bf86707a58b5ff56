import type { Simulator } from "../simulator.ts";
import { type Customer, makeCustomer } from "../world.ts";
import { PhoneChat } from "./phone-chat.ts";
import { PhoneError } from "./phone-error.ts";

/** The customers' phones: who has one, and their chats with our numbers. */
export class Phone {
  readonly #simulator: Simulator;

  constructor(simulator: Simulator) {
    this.#simulator = simulator;
  }

  customers(): Customer[] {
    return [...this.#simulator.world.customers.values()];
  }

  /** A customer's chat with one of our numbers; by default the first. Throws a PhoneError for unknown ones. */
  chat(customer: string, account?: string): PhoneChat {
    const { world } = this.#simulator;
    const number = account ?? world.accounts.keys().next().value ?? "";
    if (!world.customers.has(customer)) throw new PhoneError(404, `There is no customer "${customer}".`);
    if (!world.accounts.has(number)) throw new PhoneError(404, `There is no number "${number}".`);
    return new PhoneChat(this.#simulator, world.chat({ account: number, customer }));
  }

  /** Gives somebody a phone. Throws a PhoneError where that number has one already. */
  add(customer: Pick<Customer, "name" | "phone"> & Partial<Customer>): Customer {
    const { world } = this.#simulator;
    const made = makeCustomer(customer);
    const taken = world.customers.has(made.id) || (made.phone !== null && world.customerByPhone(made.phone));
    if (taken) throw new PhoneError(409, "This number has a phone already.");
    if (made.name.trim() === "") throw new PhoneError(400, "A customer needs a name.");
    if (made.phone !== null && !/^[1-9]\d{6,14}$/.test(made.phone)) {
      throw new PhoneError(400, "A phone number is 7 to 15 digits, with the country's code.");
    }
    world.addCustomer(made);
    return made;
  }

  /** Takes a phone off the net or back, or turns its read receipts off or on. */
  set(customerId: string, change: Partial<Pick<Customer, "online" | "read_receipts">>): Customer {
    const { world } = this.#simulator;
    const customer = world.customers.get(customerId);
    if (!customer) throw new PhoneError(404, `There is no customer "${customerId}".`);
    if (change.online !== undefined) customer.online = change.online;
    if (change.read_receipts !== undefined) customer.read_receipts = change.read_receipts;
    world.addCustomer(customer);
    return customer;
  }
}
