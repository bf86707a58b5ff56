import { readFileSync } from "node:fs";
import type { Metadata } from "@grpc/grpc-js";
import { StatusError } from "./status-error.ts";

/** A rules file that this emulator can't enforce, and where. */
export class UnsupportedRulesError extends Error {
  override name = "UnsupportedRulesError";
}

/**
 * Returns what decides on each gRPC call: servers, which authenticate as `owner`, pass; everybody else is refused,
 * with or without an ID token, and also where there is no rules file, as in production.
 * Throws `UnsupportedRulesError` for rules that would let anyone in, because they can't be enforced here.
 */
export function loadRules(rulesFile?: string): (metadata: Metadata) => void {
  if (rulesFile !== undefined) checkDeniesAll(rulesFile, readRules(rulesFile));
  return (metadata) => {
    const [authorization] = metadata.get("authorization");
    if (String(authorization ?? "").toLowerCase() === "bearer owner") return;
    throw new StatusError("PERMISSION_DENIED", "Missing or insufficient permissions.");
  };
}

function readRules(rulesFile: string): string {
  try {
    return readFileSync(rulesFile, "utf8");
  } catch (error) {
    throw new UnsupportedRulesError(`The rules file can't be read: ${(error as Error).message}`);
  }
}

/** Rules deny everything exactly if each `allow` in them says `if false`. */
function checkDeniesAll(rulesFile: string, source: string): void {
  const rules = blankComments(source);
  if (!/\bservice\s+cloud\.firestore\s*\{/.test(rules)) {
    throw new UnsupportedRulesError(`${rulesFile} has no "service cloud.firestore" block.`);
  }
  const open = /\ballow\b(?!\s+[a-z]+(?:\s*,\s*[a-z]+)*\s*:\s*if\s+false\s*;)/.exec(rules);
  if (!open) return;
  const line = rules.slice(0, open.index).split("\n").length;
  throw new UnsupportedRulesError(
    `${rulesFile}:${line}: this Firestore enforces only rules that deny every client ("allow read, write: if false;").`,
  );
}

/** Overwrites comments with spaces, so that positions stay the same. */
function blankComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, (comment) => comment.replace(/[^\n]/g, " "));
}
