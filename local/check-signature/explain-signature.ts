import { createHmac } from "node:crypto";
import { bodiesBeforeAltering } from "./bodies-before-altering.ts";

/** Seconds that a sender's clock may be off. */
const TOLERANCE = 5 * 60;
const HEADERS = ["webhook-id", "webhook-timestamp", "webhook-signature"] as const;

export type SignedRequest = {
  /** By lower-case name. */
  headers: Record<string, string>;
  body: Buffer;
  secret: string;
  /** The receiver's clock, in ms. */
  now: number;
};

/** `code` is what the webhook would answer, or `ok`; `found` tells the two ways of `signature_invalid` apart. */
export type Explanation = {
  code: "ok" | "signature_missing" | "timestamp_invalid" | "signature_invalid";
  found: "wrong_secret_or_other_body" | "body_altered" | "signed_otherwise" | null;
  text: string;
};

/**
 * Pure. Says what is wrong with a request signed by Standard Webhooks. Where the signature fits a slightly different
 * body or way of signing, the secret is right, and it says which; where none fits, nobody can tell.
 */
export function explainSignature(request: SignedRequest): Explanation {
  const missing = HEADERS.filter((name) => !request.headers[name]);
  if (missing.length > 0)
    return { code: "signature_missing", found: null, text: `Missing: ${missing.join(", ")}.` };
  return explainClock(request) ?? explainMatch(request);
}

function explainClock({ headers, now }: SignedRequest): Explanation | null {
  const timestamp = headers["webhook-timestamp"]!;
  const wrong = (text: string): Explanation => ({ code: "timestamp_invalid", found: null, text });
  if (!/^\d{1,12}$/.test(timestamp)) {
    const inMs = /^\d{13}$/.test(timestamp) ? " These are milliseconds." : "";
    return wrong(`webhook-timestamp must be whole seconds since 1970, not "${timestamp}".${inMs}`);
  }
  const off = Math.round(now / 1000 - Number(timestamp));
  if (Math.abs(off) <= TOLERANCE) return null;
  const when = off > 0 ? "old" : "in the future";
  return wrong(`webhook-timestamp is ${Math.abs(off)} s ${when}, at most ${TOLERANCE} are allowed.`);
}

function explainMatch({ headers, body, secret }: SignedRequest): Explanation {
  const given = headers["webhook-signature"]!.split(" ");
  const signed = (text: Buffer) =>
    Buffer.concat([Buffer.from(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.`), text]);
  const hmac = (key: Buffer | string, text: Buffer) => createHmac("sha256", key).update(text).digest();
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const fits = (digest: Buffer) => given.includes(`v1,${digest.toString("base64")}`);

  if (fits(hmac(key, signed(body)))) return { code: "ok", found: null, text: "The signature is right." };

  const wrong = (found: Explanation["found"], text: string): Explanation => ({
    ...{ code: "signature_invalid", found, text },
  });
  for (const [how, before] of bodiesBeforeAltering(body)) {
    if (fits(hmac(key, signed(before)))) {
      return wrong(
        "body_altered",
        `The secret is right, but the body was altered after it was signed: ${how}.`,
      );
    }
  }
  const digest = hmac(key, signed(body));
  const bare = secret.replace(/^whsec_/, "");
  const otherwise: [how: string, fits: boolean][] = [
    ["the secret's text was the key: decode what follows whsec_ from base64", fits(hmac(bare, signed(body)))],
    [
      "the whole secret's text was the key: decode what follows whsec_ from base64",
      fits(hmac(secret, signed(body))),
    ],
    ["only the body was signed: sign <webhook-id>.<webhook-timestamp>.<body>", fits(hmac(key, body))],
    ["it is written in hex: write base64", given.some((it) => it.endsWith(digest.toString("hex")))],
    ['"v1," is missing before it', given.includes(digest.toString("base64"))],
  ];
  const way = otherwise.find(([, fits]) => fits);
  if (way) return wrong("signed_otherwise", `The secret is right, but used in another way: ${way[0]}.`);
  return wrong(
    "wrong_secret_or_other_body",
    "The signature fits neither this body nor any form of it that we know: most likely the secret is wrong. " +
      "To be sure, have the sender sign the body `check` with id `check` and the time now, and check that: " +
      "if it fits, the secret is right and the body was altered on its way.",
  );
}
