import { randomBytes } from "node:crypto";

/** A new secret as Standard Webhooks write it. */
export const newSecret = () => `whsec_${randomBytes(32).toString("base64")}`;
