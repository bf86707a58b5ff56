import type { Socket } from "node:net";
import { Client } from "../src/client.ts";

/** A client without a connection: what is written to it goes to `write`. */
export function makeClient(write: (bytes: Buffer) => void, endsAt = 0): Client {
  const socket = { destroyed: false, writableLength: 0, write, ref() {} } as unknown as Socket;
  const agent = { id: "a", name: null, email: null, role: "agent", issuedAt: 0, expiresAt: 0 } as const;
  return new Client({ socket, agent, address: "", chunked: true, endsAt, maxBuffered: 1 });
}
