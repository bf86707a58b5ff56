import type { Ports } from "./ports.ts";

/** Where a stack can be reached, in words a person would type. */
export type StackUrls = {
  dashboard: string;
  /** The Hosting emulator: serves `/api/**` in every case. */
  hosting: string;
  gateway: string;
  auth: string;
  functions: string;
  hub: string;
  /** The customers' phones. */
  simulator: string;
  redis: string;
  /** host:port, as in FIRESTORE_EMULATOR_HOST. */
  firestore: string;
};

export function stackUrls(ports: Ports, redis: string, firestore: string): StackUrls {
  return {
    dashboard: `http://localhost:${ports.dashboard}`,
    hosting: `http://localhost:${ports.hosting}`,
    gateway: `http://localhost:${ports.gateway}`,
    auth: `http://localhost:${ports.auth}`,
    functions: `http://localhost:${ports.functions}`,
    hub: `http://localhost:${ports.hub}`,
    simulator: `http://localhost:${ports.simulator}`,
    redis,
    firestore,
  };
}

/** The origins that the stack's pages come from, as browsers name them. */
export function dashboardOrigins({ dashboard, hosting }: StackUrls): string {
  const origins = [dashboard, hosting].flatMap((url) => [url, url.replace("localhost", "127.0.0.1")]);
  return [...new Set(origins)].join(",");
}
