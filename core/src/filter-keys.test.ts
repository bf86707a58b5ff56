import { expect, test } from "vitest";
import { filterKeys, searchKey } from "./filter-keys.ts";

const found = (typed: string) =>
  filterKeys({ name: "José María Núñez", phone: "+16505551234", labels: ["vip"], unread_count: 0 }).includes(
    searchKey(typed),
  );

test("a conversation is found by the beginning of its name, its words, and its number", () => {
  for (const typed of [
    "j",
    "JOSE",
    "josé m",
    "maria",
    "nuñ",
    "1650",
    "+1 650",
    "+1 (650) 555-12",
    "José María Núñez",
  ]) {
    expect(found(typed), typed).toBe(true);
  }
  for (const typed of ["osé", "vip", "5551234", "josef"]) expect(found(typed), typed).toBe(false);
});

test("any script folds to itself", () => {
  for (const name of ["أحمد", "田中さくら", "Ελένη", "안녕"]) {
    expect(filterKeys({ name, phone: null, labels: [], unread_count: 0 })).toContain(
      searchKey([...name].slice(0, 2).join("")),
    );
  }
});

test("labels are keys of their own, which no search can hit", () => {
  expect(filterKeys({ name: "label:x", phone: null, labels: ["vip"], unread_count: 0 })).toContain(
    "label:vip",
  );
  expect(filterKeys({ name: "label:x", phone: null, labels: [], unread_count: 0 })).not.toContain("label:x");
});

test("unread is a key that comes and goes", () => {
  const keys = (unread_count: number) =>
    filterKeys({ name: "unread", phone: null, labels: [], unread_count });
  expect(keys(3)).toContain("unread");
  expect(keys(0)).not.toContain("unread");
});
