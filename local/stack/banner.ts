import type { StackUrls } from "./urls.ts";

/** What a person needs to know once everything runs. `seconds`: how long it took. */
export function banner(urls: StackUrls, seconds: number): string {
  return `
Live Chat runs (after ${seconds.toFixed(1)} s).

  Dashboard   ${urls.dashboard}
  Sign in as  agent@example.com, ana@example.com or boss@example.com (admin); password: live-chat
  A phone     ${urls.simulator}, where you are the customer
  Try         npm run send -- "Hello" --from "Ana"${urls.dashboard.endsWith(":3000") ? "" : ` --url ${urls.dashboard}`}

  Gateway ${urls.gateway}   Functions ${urls.functions}   Auth ${urls.auth}
  Firestore ${urls.firestore}   Redis ${urls.redis.replace(/\/\/[^@/]*@/, "//")}

Ctrl-C ends it.
`;
}
