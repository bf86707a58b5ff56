import type { Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { deleteApp, initializeApp } from "firebase-admin/app";
import { type Auth, getAuth } from "firebase-admin/auth";

export type RunningAuth = { auth: Auth; url: string; stop(): Promise<void> };

/** The Auth emulator, empty, on a port of its own, and firebase-admin pointed at it. */
export async function startAuth(): Promise<RunningAuth> {
  const { createApp } = createRequire(import.meta.url)("firebase-tools/lib/emulator/auth/server");
  const emulator = await createApp("demo-live-chat", 1);
  const server = await new Promise<Server>((resolve) => {
    const listening: Server = emulator.listen(0, "127.0.0.1", () => resolve(listening));
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env.FIREBASE_AUTH_EMULATOR_HOST = host;
  const app = initializeApp({ projectId: "demo-live-chat" }, `test ${host}`);
  return {
    auth: getAuth(app),
    url: `http://${host}`,
    async stop() {
      await deleteApp(app);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
