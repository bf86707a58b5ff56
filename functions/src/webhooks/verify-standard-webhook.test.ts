import { afterEach, expect, test, vi } from "vitest";
import { verifyStandardWebhook } from "./verify-standard-webhook.ts";

afterEach(() => vi.useRealTimers());

test("the specification's own example", () => {
  vi.useFakeTimers({ now: 1614265330_000 });
  const headers = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  };
  const body = Buffer.from('{"test": 2432232314}');
  const secrets = ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"];
  expect(() => verifyStandardWebhook(headers, body, secrets)).not.toThrow();
  expect(() => verifyStandardWebhook(headers, Buffer.from("{}"), secrets)).toThrow("doesn't match");
});
