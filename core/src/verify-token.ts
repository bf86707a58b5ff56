import { createVerify, KeyObject } from "node:crypto";
import {
  createRemoteJWKSet,
  errors,
  type JWTHeaderParameters,
  type JWTPayload,
  type JWTVerifyGetKey,
} from "jose";
import { type AgentToken, TokenError } from "./agent-token.ts";

/** Where Google publishes the keys that sign ID tokens; their lifetime is in the answer's headers. */
const GOOGLE_KEYS =
  "https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com";
/** ms that our clock and Google's may differ. */
const CLOCK_TOLERANCE = 5_000;

export type VerifyToken = (token: string) => Promise<AgentToken>;

/**
 * Makes the check of Firebase ID tokens: signature, audience, issuer, times, and the claim `role`.
 * Takes unsigned tokens only with `emulator`, as the Auth emulator makes them; the callers' configuration
 * refuses that in deployed code. The check throws TokenError.
 */
export function createTokenVerifier(options: {
  projectId: string;
  emulator: boolean;
  keys?: JWTVerifyGetKey;
}): VerifyToken {
  const keys = options.keys ?? createRemoteJWKSet(new URL(GOOGLE_KEYS));

  return async (text) => {
    try {
      const token = parseToken(text);
      if (token.header.alg !== (options.emulator ? "none" : "RS256")) throw invalid("signed in another way");
      checkClaims(token.claims, options.projectId);
      if (!options.emulator) await checkSignature(token, keys);
      return toAgentToken(token.claims);
    } catch (error) {
      throw asTokenError(error);
    }
  };
}

type Token = { header: JWTHeaderParameters; claims: JWTPayload; signed: string; signature: string };

/** The token's parts; nothing is proven yet. */
function parseToken(text: string): Token {
  const parts = /^([\w-]+)\.([\w-]+)\.([\w-]*)$/.exec(text);
  if (!parts) throw invalid("not a token");
  const [, head = "", body = "", signature = ""] = parts;
  const header = parseObject(head) as JWTHeaderParameters;
  // Extensions that must be understood; there are none we do.
  if (header.crit !== undefined) throw invalid("a token of an unknown kind");
  return { header, claims: parseObject(body), signed: `${head}.${body}`, signature };
}

function parseObject(part: string): Record<string, unknown> {
  try {
    const value = JSON.parse(Buffer.from(part, "base64url").toString());
    if (typeof value === "object" && value !== null) return value;
  } catch {}
  throw invalid("not a token");
}

function checkClaims(claims: JWTPayload, projectId: string): void {
  const now = Date.now();
  if (claims.aud !== projectId || claims.iss !== `https://securetoken.google.com/${projectId}`)
    throw invalid("a token of another project");
  if (typeof claims.exp !== "number") throw invalid("no expiry");
  if (claims.exp * 1000 <= now - CLOCK_TOLERANCE)
    throw new TokenError("token_expired", "the token has expired");
  const { nbf = 0 } = claims;
  if (!(nbf * 1000 <= now + CLOCK_TOLERANCE)) throw invalid("not good yet");
}

/** What Web Crypto calls a key, as node:crypto does. */
const keyObjects = new WeakMap<object, KeyObject>();

/**
 * jose finds the key, node:crypto checks with it, on this thread: 0.04 ms. A thread of the pool would cost more
 * for the way there and back, which is felt when 10,000 clients come at once. Not with `verify`, as quick, which leaves
 * half a kilobyte behind each time until the garbage is collected: later connections would lie scattered in such holes,
 * and be slower to write to (docs/decisions/006).
 */
async function checkSignature({ header, signed, signature }: Token, keys: JWTVerifyGetKey): Promise<void> {
  const key = await keys(header, { payload: "", signature });
  if (!(key instanceof CryptoKey)) throw invalid("signed with a key of another kind");
  const keyObject = keyObjects.get(key) ?? KeyObject.from(key);
  keyObjects.set(key, keyObject);
  if (!createVerify("sha256").update(signed).verify(keyObject, signature, "base64url"))
    throw invalid("not signed by Google");
}

const invalid = (detail: string) => new TokenError("token_invalid", detail);

function toAgentToken(claims: JWTPayload): AgentToken {
  const { sub, role, name, email, iat, exp } = claims as JWTPayload & {
    role?: unknown;
    name?: unknown;
    email?: unknown;
  };
  if (!sub || typeof iat !== "number" || typeof exp !== "number") throw invalid("incomplete");
  if (role !== "agent" && role !== "admin") {
    throw new TokenError("role_required", "this account is not an agent's: an admin can make it one");
  }
  return {
    id: sub,
    name: typeof name === "string" ? name : null,
    email: typeof email === "string" ? email : null,
    role,
    issuedAt: iat * 1000,
    expiresAt: exp * 1000,
  };
}

/**
 * What is wrong with the token becomes TokenError. That Google's keys are out of reach, slow or not there is not
 * the caller's fault: such an error (fetch's TypeError, jose's own about the answer) passes as it is.
 */
function asTokenError(error: unknown): unknown {
  if (error instanceof TokenError || !(error instanceof errors.JOSEError)) return error;
  if (KEYS_UNREACHABLE.has(error.code)) return error;
  return invalid("not a valid ID token of this project");
}

const KEYS_UNREACHABLE = new Set([
  errors.JWKSTimeout.code,
  errors.JWKSInvalid.code,
  // Any answer but 200, or one that isn't JSON.
  errors.JOSEError.code,
]);
