import { chatEvent } from "@live-chat/contract/event.ts";
import { openLog } from "@live-chat/core/event-log.ts";
import { redisKeys } from "@live-chat/core/redis-keys.ts";
import * as v from "valibot";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Services, startServices } from "../testing/start-services.ts";
import { publishWorkspace } from "./publish-workspace.ts";

let services: Services;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services.stop());

test("a changed part is told by its name alone", async () => {
  await openLog(services.redis);
  await publishWorkspace(services, "canned_answers");
  const last = (await services.redis.xrevrange(redisKeys.log, "+", "-", "COUNT", 1))[0]!;
  const [, event, , data] = last[1];
  expect(v.parse(chatEvent, { event, data: JSON.parse(data!) })).toEqual({
    event: "workspace_updated",
    data: { parts: ["canned_answers"] },
  });
});
