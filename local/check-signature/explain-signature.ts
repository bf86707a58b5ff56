import { createHmac } from "node:crypto";
import { bodiesBeforeAltering } from "./bodies-before-altering.ts";

/** Seconds that a sender's clock may be off. */
const TOLERANCE = 5 * 60;
const HEADERS = ["webhook-id", "webhook-timestamp", "webhook-signature"] as const;

export type SignedRequest = {
  /** By lower-case name. */
  headers: Record<string, string>;
  body: Buffer;
  /** What the sender says it signed, where that is known: then nothing needs to be guessed. */
  sent?: Buffer | undefined;
  secret: string;
  /** The receiver's clock, in ms. */
  now: number;
};

/** `code` is what the webhook would answer, or `ok`; `found` tells the ways of `signature_invalid` apart. */
export type Explanation = {
  code: "ok" | "signature_missing" | "timestamp_invalid" | "signature_invalid";
  found: "wrong_secret" | "wrong_secret_or_other_body" | "body_altered" | "signed_otherwise" | null;
  text: string;
};

/**
 * Pure. Says what is wrong with a request signed by Standard Webhooks. Where the signature fits what was sent, a
 * slightly different body or way of signing, the secret is right, and it says which; where none fits, only what was
 * sent could tell.
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

function explainMatch({ headers, body, sent, secret }: SignedRequest): Explanation {
  const fit = signatureFits(headers, secret);
  if (fit.rightly(body)) return { code: "ok", found: null, text: "The signature is right." };
  const how = howAltered(fit, body, sent);
  if (how) {
    return wrong(
      "body_altered",
      `The secret is right, but the body was altered after it was signed: ${how}.`,
    );
  }
  const way = fit.otherwise(body) ?? (sent && fit.otherwise(sent));
  if (way) return wrong("signed_otherwise", `The secret is right, but used in another way: ${way}.`);
  if (sent) {
    return wrong(
      "wrong_secret",
      "The secret is wrong: the signature doesn't fit what was sent either. (Or that isn't what was signed, with this webhook-id and webhook-timestamp.)",
    );
  }
  return wrong(
    "wrong_secret_or_other_body",
    "The signature fits neither this body nor any form of it that we know: most likely the secret is wrong. " +
      "To be sure, give the very bytes that the sender signed with --sent: then this says which of both it is.",
  );
}

const wrong = (found: Explanation["found"], text: string): Explanation => ({
  ...{ code: "signature_invalid", found, text },
});

type Fit = ReturnType<typeof signatureFits>;

/** Whether the signature that was given fits some bytes, by the convention or by a way that people mistake for it. */
function signatureFits(headers: Record<string, string>, secret: string) {
  const given = headers["webhook-signature"]!.split(" ");
  const before = Buffer.from(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.`);
  const bare = secret.replace(/^whsec_/, "");
  const key = Buffer.from(bare, "base64");
  const hmac = (by: Buffer | string, ...bytes: Buffer[]) =>
    createHmac("sha256", by).update(Buffer.concat(bytes)).digest();
  const fits = (digest: Buffer) => given.includes(`v1,${digest.toString("base64")}`);
  return {
    rightly: (body: Buffer) => fits(hmac(key, before, body)),
    /** In words; undefined if in no way that we know. */
    otherwise(body: Buffer): string | undefined {
      const digest = hmac(key, before, body);
      const ways: [how: string, fits: boolean][] = [
        [
          "the secret's text was the key: decode what follows whsec_ from base64",
          fits(hmac(bare, before, body)) || fits(hmac(secret, before, body)),
        ],
        ["only the body was signed: sign <webhook-id>.<webhook-timestamp>.<body>", fits(hmac(key, body))],
        ["it is written in hex: write base64", given.some((it) => it.endsWith(digest.toString("hex")))],
        ['"v1," is missing before it', given.includes(digest.toString("base64"))],
      ];
      return ways.find(([, fits]) => fits)?.[0];
    },
  };
}

/** In words, what was done to the body after it was signed; undefined where it isn't that, or nobody can know. */
function howAltered(fit: Fit, body: Buffer, sent: Buffer | undefined): string | undefined {
  const known = bodiesBeforeAltering(body).find(([, before]) => fit.rightly(before));
  if (known) return known[0];
  return sent && fit.rightly(sent) ? firstDifference(sent, body) : undefined;
}

function firstDifference(sent: Buffer, body: Buffer): string {
  const length = Math.min(sent.length, body.length);
  let at = 0;
  while (at < length && sent[at] === body[at]) at++;
  const shown = (bytes: Buffer) => JSON.stringify(bytes.toString("utf8", at, at + 20));
  return `${sent.length} bytes were sent and ${body.length} came; they differ from byte ${at} on: ${shown(sent)} became ${shown(body)}`;
}
