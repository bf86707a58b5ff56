import {
  createRemoteJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from "jose";
import { type AgentToken, TokenError } from "./agent-token.ts";

/** Where Google publishes the keys that sign ID tokens; their lifetime is in the answer's headers. */
const GOOGLE_KEYS =
  "https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com";
/** Seconds that our clock and Google's may differ. */
const CLOCK_TOLERANCE = 5;

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
  const expected = {
    audience: options.projectId,
    issuer: `https://securetoken.google.com/${options.projectId}`,
    clockTolerance: CLOCK_TOLERANCE,
  };

  return async (token) => {
    try {
      if (options.emulator) return toAgentToken(decodeUnsigned(token, expected));
      const { payload } = await jwtVerify(token, keys, { ...expected, algorithms: ["RS256"] });
      return toAgentToken(payload);
    } catch (error) {
      throw asTokenError(error);
    }
  };
}

type Expected = { audience: string; issuer: string; clockTolerance: number };

function decodeUnsigned(token: string, expected: Expected): JWTPayload {
  const payload = decodeJwt(token);
  if (algorithmOf(token) !== "none") throw new TokenError("token_invalid", "not an emulator's token");
  if (payload.aud !== expected.audience || payload.iss !== expected.issuer) {
    throw new TokenError("token_invalid", "a token of another project");
  }
  if (typeof payload.exp !== "number") throw new TokenError("token_invalid", "no expiry");
  if (payload.exp * 1000 <= Date.now()) throw new TokenError("token_expired", "the token has expired");
  return payload;
}

function algorithmOf(token: string): string | undefined {
  try {
    return decodeProtectedHeader(token).alg;
  } catch {
    return undefined;
  }
}

function toAgentToken(claims: JWTPayload): AgentToken {
  const { sub, role, name, email, iat, exp } = claims as JWTPayload & {
    role?: unknown;
    name?: unknown;
    email?: unknown;
  };
  if (!sub || typeof iat !== "number" || typeof exp !== "number")
    throw new TokenError("token_invalid", "incomplete");
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
  if (error instanceof errors.JWTExpired) return new TokenError("token_expired", "the token has expired");
  return new TokenError("token_invalid", "not a valid ID token of this project");
}

const KEYS_UNREACHABLE = new Set([
  errors.JWKSTimeout.code,
  errors.JWKSInvalid.code,
  // Any answer but 200, or one that isn't JSON.
  errors.JOSEError.code,
]);
