import { once } from "node:events";
import { createServer } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { pingRedis } from "./ping-redis.ts";
import { startRedisStandIn } from "./redis-stand-in.ts";
import { startRedis } from "./start-redis.ts";

afterEach(() => vi.unstubAllEnvs());

test("a Redis named by REDIS_URL is used and left running", async () => {
  const mine = await startRedisStandIn();
  vi.stubEnv("REDIS_URL", mine.url);
  const said: string[] = [];
  const redis = await startRedis({ log: (line) => said.push(line) });
  expect(redis).toMatchObject({ kind: "external", url: mine.url });
  expect(said).toEqual([`Redis: using REDIS_URL (127.0.0.1:${mine.port})`]);
  await redis.stop();
  await pingRedis(mine.url);
  await mine.stop();
});

test("a REDIS_URL that nobody answers is said so, without its password", async () => {
  const { port, stop } = await startRedisStandIn();
  await stop();
  vi.stubEnv("REDIS_URL", `redis://:secret@127.0.0.1:${port}`);
  const problem: Error = await startRedis().then(
    () => expect.unreachable(),
    (error) => error,
  );
  expect(problem.message).toContain(`no Redis answers at 127.0.0.1:${port}`);
  expect(problem.message).not.toContain("secret");
});

test("a REDIS_URL that is no address is refused", async () => {
  vi.stubEnv("REDIS_URL", "localhost:6379");
  await expect(startRedis()).rejects.toThrow("REDIS_URL must look like redis://host:port");
});

test("without REDIS_URL and redis-server the stand-in runs, on the wanted port, until stopped", async () => {
  vi.stubEnv("REDIS_URL", undefined);
  vi.stubEnv("PATH", "");
  const free = await startRedisStandIn();
  await free.stop();
  const redis = await startRedis({ port: free.port });
  expect(redis).toMatchObject({ kind: "stand-in", url: `redis://127.0.0.1:${free.port}` });
  await pingRedis(redis.url);
  await redis.stop();
  await expect(pingRedis(redis.url)).rejects.toThrow("ECONNREFUSED");
});

test.each(["redis-server", "stand-in"] as const)("a taken port is an error (%s)", async (kind) => {
  const holder = createServer().listen(0, "127.0.0.1");
  await once(holder, "listening");
  const { port } = holder.address() as { port: number };
  await expect(startRedis({ kind, port })).rejects.toThrow(/in use|no redis-server on the PATH/);
  holder.close();
});
