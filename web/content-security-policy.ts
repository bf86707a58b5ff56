import type { Plugin } from "vite";
import { parseConfig } from "./src/config.ts";

const FIREBASE_AUTH = ["https://identitytoolkit.googleapis.com", "https://securetoken.googleapis.com"];

/**
 * Writes the policy that only the build knows into the page: exactly the addresses it was configured with.
 * Hosting's header carries the rest (frame-ancestors can't be said in a page); browsers enforce both.
 */
export function contentSecurityPolicy(env: Record<string, string>): Plugin {
  const config = parseConfig(env);
  const connect = [config.gatewayUrl, ...(config.authEmulatorUrl ? [config.authEmulatorUrl] : FIREBASE_AUTH)];
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    `connect-src 'self' ${connect.map((url) => new URL(url).origin).join(" ")}`,
    "base-uri 'none'",
    "form-action 'self'",
  ].join("; ");
  return {
    name: "content-security-policy",
    apply: "build",
    transformIndexHtml: () => [
      {
        tag: "meta",
        attrs: { "http-equiv": "Content-Security-Policy", content: policy },
        injectTo: "head-prepend",
      },
    ],
  };
}
