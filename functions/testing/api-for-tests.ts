import { afterAll, beforeAll, expect } from "vitest";
import { idToken, putAccount } from "./agents.ts";
import { type Answer, type Call, type ServedApi, serveApi } from "./serve-api.ts";
import { type Services, startServices } from "./start-services.ts";

/** The REST API for one test file, with the agent `ana` and the admin `boss`; here once its first test runs. */
export type ApiForTests = Services &
  ServedApi & {
    asAdmin(method: string, path: string, call?: Call): Promise<Answer>;
    /** The body of an answer that must be 2xx. */
    ok(answer: Promise<Answer>): Promise<Answer["body"]>;
  };

export const boss = () => idToken("boss", { role: "admin" });

/** Call it at a test file's top level. */
export function useApi(): ApiForTests {
  const served = {} as ApiForTests;
  beforeAll(async () => {
    putAccount({ uid: "ana", displayName: "Ana", email: "ana@example.com", role: "agent" });
    putAccount({ uid: "boss", displayName: "Bo", email: "boss@example.com", role: "admin" });
    const services = await startServices();
    const api = await serveApi(services);
    Object.assign(served, services, api, {
      asAdmin: (method: string, path: string, call?: Call) =>
        api.call(method, path, { token: boss(), ...call }),
      async ok(answer: Promise<Answer>) {
        const { status, body } = await answer;
        expect(status, JSON.stringify(body)).toBeLessThan(300);
        return body;
      },
      async stop() {
        await api.stop();
        await services.stop();
      },
    });
  });
  afterAll(() => served.stop());
  return served;
}
