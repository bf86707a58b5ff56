import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Metadata, status } from "@grpc/grpc-js";
import { afterAll, expect, test } from "vitest";
import { loadRules, UnsupportedRulesError } from "./rules.ts";

const folder = mkdtempSync(join(tmpdir(), "firestore-rules-"));
afterAll(() => rmSync(folder, { recursive: true }));

function rulesFile(content: string): string {
  const file = join(folder, "firestore.rules");
  writeFileSync(file, content);
  return file;
}

const rules = (statements: string) => `rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
    match /{document=**} {
      ${statements}
    }
  }
}`;

function metadata(authorization?: string): Metadata {
  const result = new Metadata();
  if (authorization) result.set("authorization", authorization);
  return result;
}

test.each(["Bearer owner", "bearer owner"])("a server with %s passes", (authorization) => {
  expect(() => loadRules()(metadata(authorization))).not.toThrow();
});

test.each([
  undefined,
  "Bearer",
  "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZ2VudCJ9.",
  "Bearer ownership",
  "Basic owner",
])("a client with %s is refused", (authorization) => {
  for (const checkAccess of [loadRules(), loadRules(rulesFile(rules("allow read, write: if false;")))]) {
    expect(() => checkAccess(metadata(authorization))).toThrow(
      expect.objectContaining({ code: status.PERMISSION_DENIED }),
    );
  }
});

test.each([
  "allow read, write: if false;",
  "allow read: if false; allow create,update , delete : if  false ;",
  "// allow read: if true;",
  "/* allow\nwrite; */ allow read: if false;",
  "",
])("rules that deny all are taken: %j", (statements) => {
  expect(() => loadRules(rulesFile(rules(statements)))).not.toThrow();
});

test.each([
  ["allow read;", 5],
  ["allow read: if true;", 5],
  ["allow read, write: if false;\n\n allow get: if request.auth != null;", 7],
  ["allow read: if false || true;", 5],
  ["/* fine:\n*/ allow read: if falsehood();", 6],
])("rules that let someone in are refused with their line: %j", (statements, line) => {
  const file = rulesFile(rules(statements));
  expect(() => loadRules(file)).toThrow(UnsupportedRulesError);
  expect(() => loadRules(file)).toThrow(`${file}:${line}:`);
});

test("a file that is missing or no rules file is refused", () => {
  expect(() => loadRules(join(folder, "nowhere.rules"))).toThrow(/nowhere\.rules/);
  expect(() => loadRules(rulesFile("service firebase.storage {}"))).toThrow(/cloud\.firestore/);
});
