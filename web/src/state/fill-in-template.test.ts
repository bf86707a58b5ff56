import type { Template } from "@live-chat/contract/templates.ts";
import { expect, it } from "vitest";
import { sampleConversation } from "../testing/samples.ts";
import { completeVariables, findTemplates, knownVariables, toVariable } from "./fill-in-template.ts";

const template = (name: string, language: string, ...keys: string[]): Template => ({
  ...{ name, language, category: "UTILITY", header: null, footer: null, buttons: [] },
  text: `About ${name.toUpperCase()}`,
  variables: keys.map((key) => ({ key, example: null })),
});

it("is complete when every place holds something", () => {
  const ready = template("ready", "en", "1", "header.1");
  expect(completeVariables(ready, { "1": "Ana" })).toBe(null);
  expect(completeVariables(ready, { "1": "Ana", "header.1": "  " })).toBe(null);
  expect(completeVariables(ready, { "1": " Ana ", "header.1": "7", gone: "x" })).toEqual({
    "1": "Ana",
    "header.1": "7",
  });
  expect(completeVariables(template("hello", "en"), {})).toEqual({});
});

it("knows the customer's name, and no more than WhatsApp takes", () => {
  const named = template("named", "en", "customer_name", "lamp");
  expect(knownVariables(named, sampleConversation({ name: "Ana" }))).toEqual({ customer_name: "Ana" });
  expect(knownVariables(named, sampleConversation({ name: null }))).toEqual({});
  expect(toVariable("a\nb\t\tc     d")).toBe("a b c d");
  expect(toVariable("x".repeat(2000))).toHaveLength(1024);
});

it("is found by its name or text, in the agent's language first", () => {
  const all = [template("order_ready", "de"), template("order_ready", "en_US"), template("hello", "en")];
  const found = (search: string, language: string) =>
    findTemplates(all, search, language).map((one) => `${one.name} ${one.language}`);
  expect(found("order ready", "en")).toEqual(["order_ready en_US", "order_ready de"]);
  expect(found("about hello", "en")).toEqual(["hello en"]);
  expect(found("", "de")[0]).toBe("order_ready de");
  expect(found("nothing", "en")).toEqual([]);
});
