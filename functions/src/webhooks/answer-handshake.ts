import { createHash, timingSafeEqual } from "node:crypto";
import type { Request, RequestHandler } from "express";
import type { WebhookDependencies } from "../dependencies.ts";
import { ProblemError } from "../problem.ts";

/** Meta asks once whether this address is ours: who knows the verify token gets the bare challenge back. */
export function answerHandshake({ config }: WebhookDependencies): RequestHandler {
  return (request: Request, response) => {
    const query = new URL(request.originalUrl, "http://localhost").searchParams;
    const challenge = query.get("hub.challenge");
    const subscribes = query.get("hub.mode") === "subscribe" && challenge !== null;
    if (!subscribes || !isSame(query.get("hub.verify_token") ?? "", config.whatsapp.verifyToken)) {
      throw new ProblemError("verify_token_wrong");
    }
    response.type("text/plain").set("X-Content-Type-Options", "nosniff").send(challenge);
  };
}

/** In constant time, whatever the lengths. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
