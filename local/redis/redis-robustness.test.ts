import { once } from "node:events";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodeRequest, openSocket, readUntilClosed } from "./redis-exchange.ts";
import { findRedisServer } from "./redis-server-process.ts";
import { type RunningRedis, startRedis } from "./start-redis.ts";

const kinds = [
  { kind: "redis-server" as const, missing: !findRedisServer() },
  { kind: "stand-in" as const, missing: false },
];

for (const { kind, missing } of kinds) {
  const note = missing ? " (NOT RUN: there is no redis-server on the PATH)" : "";
  describe.skipIf(missing)(`${kind}${note}`, () => {
    let running: RunningRedis;
    let redis: Redis;

    beforeAll(async () => {
      running = await startRedis({ kind });
      redis = new Redis(running.url);
    });
    afterAll(async () => {
      redis?.disconnect();
      await running?.stop();
    });

    /** What comes back when exactly these bytes are sent, a piece at a time. */
    async function send(pieces: (string | Buffer)[]): Promise<string> {
      const socket = await openSocket(running.url);
      socket.setNoDelay(true);
      const answer = readUntilClosed(socket);
      for (const piece of pieces) await new Promise((sent) => socket.write(piece, sent));
      return answer;
    }

    test("commands cut at every byte are understood", async () => {
      const bytes = Buffer.concat([["SET", "k", "a\r\nb"], ["GET", "k"], ["QUIT"]].map(encodeRequest));
      expect(await send(Array.from(bytes, (byte) => Buffer.of(byte)))).toBe("+OK\r\n$4\r\na\r\nb\r\n+OK\r\n");
    });

    test("a value of 5 MB comes back whole", async () => {
      const value = Buffer.alloc(5 * 1024 * 1024, "0123456789abcdef\xff", "latin1");
      await redis.set("big", value);
      expect((await redis.getBuffer("big"))?.equals(value)).toBe(true);
      expect(await redis.eval("return #redis.call('GET', 'big')", 0)).toBe(value.length);
      await redis.del("big");
    });

    test("a pipeline of 10,000 commands is answered in order", async () => {
      const pipeline = redis.pipeline();
      for (let n = 0; n < 10_000; n++) pipeline.echo(String(n));
      const replies = await pipeline.exec();
      expect(replies?.every(([, echoed], n) => echoed === String(n))).toBe(true);
    });

    test("a client that leaves in the middle of a command changes nothing and harms nobody", async () => {
      const socket = await openSocket(running.url);
      socket.write("*3\r\n$3\r\nSET\r\n$4\r\nhalf\r\n$100\r\nabc");
      socket.resetAndDestroy();
      await once(socket, "close");
      expect(await redis.exists("half")).toBe(0);
    });

    test.each([
      ["PING\r\nQUIT\r\n", "+PONG\r\n+OK\r\n"],
      ['SET in "a b\\x41\\n"\r\n\r\nGET in\nQUIT\r\n', "+OK\r\n$5\r\na bA\n\r\n+OK\r\n"],
      ["echo 'it\\'s'\r\nquit\r\n", "$4\r\nit's\r\n+OK\r\n"],
    ])("commands typed by hand work (%#)", async (typed, answer) => {
      expect(await send([typed])).toBe(answer);
    });

    test.each([
      ["*1\r\n:4\r\n", "-ERR Protocol error: expected '$', got ':'\r\n"],
      ["*x\r\n", "-ERR Protocol error: invalid multibulk length\r\n"],
      ["*9999999999\r\n", "-ERR Protocol error: invalid multibulk length\r\n"],
      ["*1\r\n$-5\r\n", "-ERR Protocol error: invalid bulk length\r\n"],
      ["*1\r\n$9999999999\r\n", "-ERR Protocol error: invalid bulk length\r\n"],
      ['ECHO "open\r\n', "-ERR Protocol error: unbalanced quotes in request\r\n"],
      ['ECHO "a"b\r\n', "-ERR Protocol error: unbalanced quotes in request\r\n"],
      ["a".repeat(70_000), "-ERR Protocol error: too big inline request\r\n"],
      ["*0\r\n*-1\r\nPING\r\n*1\r\nx\r\n", "+PONG\r\n-ERR Protocol error: expected '$', got 'x'\r\n"],
    ])("nonsense is answered and cut off (%#)", async (nonsense, answer) => {
      expect(await send([nonsense])).toBe(answer);
    });

    test("a browser tricked into posting here gets nothing", async () => {
      expect(await send(["POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nFLUSHALL\r\n"])).toBe("");
    });

    test("a subscriber that doesn't read is cut off, and the others hear on", {
      timeout: 30_000,
    }, async () => {
      const deaf = await openSocket(running.url);
      deaf.write(encodeRequest(["SUBSCRIBE", "flood"]));
      await once(deaf, "data");
      deaf.pause();
      const attentive = new Redis(running.url);
      let heard = 0;
      attentive.on("message", () => heard++);
      await attentive.subscribe("flood");

      const megabyte = "x".repeat(1024 * 1024);
      let published = 0;
      let receivers = 2;
      while (receivers === 2 && published < 100) {
        receivers = await redis.publish("flood", megabyte);
        published += 1;
      }
      expect(await redis.publish("flood", "last")).toBe(1);
      await expect.poll(() => heard).toBe(published + 1);
      deaf.destroy();
      attentive.disconnect();
    });
  });
}
