import type { Publisher } from "../publisher.ts";
import type { Random } from "../random.ts";
import type { Stack } from "../stack.ts";
import type { TortureClient } from "../torture-client.ts";

export type Scene = {
  stack: Stack;
  clients: TortureClient[];
  publisher: Publisher;
  random: Random;
  problems: string[];
  /** True while no other fault is under way: then more is known about what must come of it. */
  alone: boolean;
};

/** What a fault takes away; two at a time never share one. */
export type Resource = "redis" | "redis network" | "firestore network" | "gateways" | "clients" | "clocks";

export type Fault = {
  name: string;
  resources: Resource[];
  /** Does it and heals it. */
  run(scene: Scene): Promise<void>;
  /** Alone, it never keeps a gateway from serving; so none may say that it isn't ready. */
  staysReady?: true;
  /** Alone, it breaks nobody's continuity; so nobody may be reset. */
  resumes?: true;
  /** What is counted by the end of a run if it really happened. */
  leaves: string[];
};

/** Whether it comes to hold within `ms`. */
export async function within(ms: number, holds: () => boolean | Promise<boolean>): Promise<boolean> {
  for (const end = performance.now() + ms; performance.now() < end; ) {
    if (await holds()) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

export async function allReady({ gateways }: Stack): Promise<boolean> {
  const answers = await Promise.all(gateways.map((gateway) => gateway.readiness()));
  return answers.every((status) => status === 200);
}

export async function noneReady({ gateways }: Stack): Promise<boolean> {
  const answers = await Promise.all(gateways.map((gateway) => gateway.readiness()));
  return answers.every((status) => status !== 200);
}
