import { randomBytes } from "node:crypto";
import { ERRORS, type ErrorCode } from "./error-codes.ts";

/** What Graph answers instead of doing what it was asked; also what a `failed` status carries. */
export class GraphError extends Error {
  readonly code: number;
  readonly status: number;
  readonly title: string;
  readonly details: string | null;
  readonly subcode: number | null;
  readonly type: string;

  /** `message` replaces the code's own title, as Graph does for code 100. */
  constructor(
    code: ErrorCode,
    details: string | null = null,
    more: { message?: string; subcode?: number; type?: string } = {},
  ) {
    const { title, status } = ERRORS[code];
    super(more.message ?? `(#${code}) ${title}`);
    this.code = code;
    this.status = status;
    this.title = title;
    this.details = details ?? ERRORS[code].details ?? null;
    this.subcode = more.subcode ?? null;
    this.type = more.type ?? "OAuthException";
  }

  /** The body of Graph's answer. */
  toAnswer() {
    const { message, type, code, subcode, details } = this;
    return {
      error: {
        message,
        type,
        code,
        ...(subcode === null ? {} : { error_subcode: subcode }),
        ...(details === null ? {} : { error_data: { messaging_product: "whatsapp", details } }),
        fbtrace_id: `A${randomBytes(16).toString("base64url")}`,
      },
    };
  }

  /** The same in a status webhook. */
  toStatusError() {
    const { code, title, details } = this;
    return {
      code,
      title,
      message: title,
      error_data: { details: details ?? title },
      href: "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
    };
  }
}
