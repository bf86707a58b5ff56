import type { AgentRole } from "@live-chat/contract/common.ts";

/** Whom a verified ID token speaks for. Times in ms since 1970. */
export type AgentToken = {
  id: string;
  name: string | null;
  email: string | null;
  role: AgentRole;
  issuedAt: number;
  expiresAt: number;
};

export type TokenErrorCode = "token_invalid" | "token_expired" | "role_required";

export class TokenError extends Error {
  override name = "TokenError";
  readonly code: TokenErrorCode;
  constructor(code: TokenErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
