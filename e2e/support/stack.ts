import { inject } from "vitest";
import { findChromium } from "../../local/testing/find-chromium.ts";

/** Without a browser the stack isn't started, and the promises can't be tested: `npm test` says so. */
export const noBrowser = findChromium() === null;

export const stack = noBrowser ? null! : inject("stack");

const order = async (path: string) => {
  const answer = await fetch(stack.control + path, { method: "POST" });
  if (!answer.ok) throw new Error(`The stack could not do ${path}`);
};

export const gateway = {
  /** At once, without goodbye. */
  kill: () => order("/gateway/kill"),
  start: () => order("/gateway/start"),
  /** As a new deployment does it: streams are ended, then the next one starts. */
  restart: () => order("/gateway/restart"),
};

export const whatsApp = {
  /** Connections are cut and refused; what customers write still comes. */
  goesDown: () => order("/simulator/down"),
  comesBack: () => order("/simulator/back"),
};
