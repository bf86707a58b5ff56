import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { appendEvents } from "@live-chat/core/event-log.ts";
import { redisKeys } from "@live-chat/core/redis-keys.ts";
import { type RunningRedis, startRedis } from "@live-chat/local/redis/start-redis.ts";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { readAnswer, request } from "../testing/read-stream.ts";
import { startTestGateway, testEvent } from "../testing/start-test-gateway.ts";

vi.mock("@live-chat/core/logger.ts", () => ({ log: () => {} }));

const FOLDER = join(import.meta.dirname, "../../docs/grafana");
const METRIC = /\b(live_chat_gateway_\w+)(?:\{([^}]*)\})?/g;

let redisServer: RunningRedis;
/** The names of what a gateway answers that has seen everything, with the labels they have. */
const known = new Map<string, Set<string>>();

beforeAll(async () => {
  redisServer = await startRedis();
  const gateway = await startTestGateway(redisServer.url);
  const refused = await gateway.open({ token: "none" });
  const stream = await gateway.open();
  await stream.find(({ event }) => event === "conversations");
  await gateway.redis.xtrim(redisKeys.log, "MAXLEN", 0);
  await appendEvents(gateway.redis, [testEvent(1)]);
  await stream.until(() => stream.named("conversations").length === 2);
  const left = await gateway.open();
  left.close();
  const { text } = await vi.waitUntil(async () => {
    const answered = await readAnswer((await request(gateway.port, "/metrics")).response);
    return /streams_ended_total\{/.test(answered) && /streams_opened_total\{/.test(answered)
      ? { text: answered }
      : null;
  });
  for (const [, name, labels = ""] of text.matchAll(METRIC)) {
    const names = [...labels.matchAll(/(\w+)=/g)].map(([, label]) => label!);
    known.set(name!, new Set([...(known.get(name!) ?? []), ...names]));
  }
  for (const each of [refused, stream]) each.close();
  await gateway.stop();
});
afterAll(() => redisServer.stop());

/** Every metric that an expression names, and the labels it looks at: in braces, and in `by (…)` around it. */
function unknownIn(expression: string): string[] {
  const unknown: string[] = [];
  const groups = [...expression.matchAll(/\bby \((\w+)\)/g)].map(([, label]) => label!);
  const metrics = [...expression.matchAll(METRIC)];
  for (const [, name, labels = ""] of metrics) {
    const there = known.get(name!);
    if (!there) unknown.push(name!);
    for (const [, label] of labels.matchAll(/(\w+)\s*[=!]/g))
      if (!there?.has(label!)) unknown.push(`${name}{${label}}`);
    for (const label of groups) if (!there?.has(label)) unknown.push(`${name} by ${label}`);
  }
  return metrics.length === 0 ? [`no metric of ours in ${expression}`] : unknown;
}

it("can tell", () => {
  expect(unknownIn("rate(live_chat_gateway_made_up_total[5m])")).toHaveLength(1);
  expect(unknownIn('live_chat_gateway_streams_ended_total{colour="red"}')).toHaveLength(1);
  expect(unknownIn("sum by (colour) (live_chat_gateway_clients)")).toHaveLength(1);
  expect(unknownIn("up")).toHaveLength(1);
});

it("the dashboard asks for nothing that isn't there", async () => {
  const { panels } = JSON.parse(await readFile(join(FOLDER, "gateway.json"), "utf8")) as {
    panels: { title: string; targets: { expr: string }[] }[];
  };
  expect(panels.length).toBeGreaterThan(8);
  for (const { title, targets } of panels)
    expect([title, ...targets.flatMap(({ expr }) => unknownIn(expr))]).toEqual([title]);
});

it("nor do the alerts, and each is explained", async () => {
  const rules = await readFile(join(FOLDER, "alerts.yaml"), "utf8");
  const explained = await readFile(join(FOLDER, "README.md"), "utf8");
  const alerts = rules.split(/^ {6}- alert: /m).slice(1);
  expect(alerts.length).toBeGreaterThan(4);
  for (const alert of alerts) {
    const name = alert.split("\n")[0]!;
    const expression = /expr:(.*?)\n {8}(?:for|labels):/s.exec(alert)?.[1] ?? "";
    expect([name, ...unknownIn(expression)]).toEqual([name]);
    expect(alert).toMatch(/severity: (page|ticket)/);
    expect(explained).toContain(`| ${name} |`);
  }
});

it("answers the questions that people ask", () => {
  for (const name of ["clients", "deliveries_total", "batch_events_bucket", "commit_to_write_seconds_bucket"])
    expect(known.has(`live_chat_gateway_${name}`)).toBe(true);
  expect(known.has("live_chat_gateway_log_lag_seconds")).toBe(true);
  expect(known.get("live_chat_gateway_log_resets_total")).toContain("reason");
  expect(known.get("live_chat_gateway_streams_ended_total")).toContain("reason");
});
