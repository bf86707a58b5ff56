import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo, LookupFunction } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { isPublicAddress } from "./address-guard.ts";
import { createGuardedFetch, readAll } from "./guarded-fetch.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<{ port: number; hits: string[] }> {
  const hits: string[] = [];
  const server = createServer((request, response) => {
    hits.push(`${request.method} ${request.url}`);
    listener(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: (server.address() as AddressInfo).port, hits };
}

/** A DNS that answers each question with the next of some addresses, the last one for ever. */
function dns(...addresses: string[]): LookupFunction {
  return (_hostname, options, callback) => {
    const address = addresses.length > 1 ? addresses.shift()! : addresses[0]!;
    const family = address.includes(":") ? 6 : 4;
    if (options.all) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };
}

const limits = { maxBytes: 1000, timeout: 5000 };
const local = createGuardedFetch({ allowPrivate: true });
const strict = createGuardedFetch({ allowPrivate: false });
const refused = (code: string) => expect.objectContaining({ name: "FetchError", code });

describe("where it goes", () => {
  test.each([
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.1.2.3",
    "172.31.255.255",
    "192.168.0.1",
    "100.64.0.1",
    "169.254.169.254",
    "192.0.0.192",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "2001::1",
    "2001:db8::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "nonsense",
    "",
  ])("%s is not the public internet", async (address) => {
    expect(isPublicAddress(address)).toBe(false);
    if (!address.includes(".") && !address.includes(":")) return;
    const resolved = createGuardedFetch({ allowPrivate: false, lookup: dns(address) });
    await expect(resolved("https://example.com/", limits)).rejects.toEqual(refused("address_refused"));
  });

  test.each(["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1"])(
    "%s is",
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  test.each([
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://017700000001/",
    "https://127.1/",
    "https://127.0.0.1./",
    "https://2852039166/", // 169.254.169.254
    "https://0xa9fea9fe/",
    "https://0251.0376.0251.0376/",
    "https://１２７.0.0.1/",
    "https://[::1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[::ffff:a9fe:a9fe]/",
    "https://[0:0:0:0:0:0:0:1]/",
    "https://169.254.169.254/latest/meta-data/",
  ])("an address in the URL itself, %s, is refused", async (url) => {
    await expect(strict(url, limits)).rejects.toEqual(refused("address_refused"));
  });

  test.each([
    "http://example.com/",
    "ftp://example.com/",
    "file:///etc/passwd",
    "nonsense",
    "https://u:p@example.com/",
  ])("%s is refused as a URL", async (url) => {
    await expect(strict(url, limits)).rejects.toEqual(refused("url_refused"));
  });

  test("a name is looked up once, and what was judged is what is connected to", async () => {
    const { port, hits } = await serve((_request, response) => response.end("hello"));
    // Were it asked again for the connection, it would say something else.
    const rebinding = createGuardedFetch({ allowPrivate: true, lookup: dns("127.0.0.1", "10.0.0.1") });
    const url = `http://rebind.example:${port}/`;
    expect((await rebinding(url, limits)).status).toBe(200);
    await expect(rebinding(url, limits)).rejects.toEqual(refused("address_refused"));
    expect(hits).toEqual(["GET /"]);
  });

  test("a name with a bad address among good ones is refused", async () => {
    const lookup: LookupFunction = (_hostname, _options, callback) =>
      callback(null, [
        { address: "8.8.8.8", family: 4 },
        { address: "fd00:ec2::254", family: 6 },
      ]);
    const mixed = createGuardedFetch({ allowPrivate: false, lookup });
    await expect(mixed("https://mixed.example/", limits)).rejects.toEqual(refused("address_refused"));
  });

  test("a name of this machine, found by its own DNS, is refused where it is not allowed", async () => {
    const { port, hits } = await serve((_request, response) => response.end("secret"));
    await expect(strict(`https://localhost:${port}/`, limits)).rejects.toEqual(refused("address_refused"));
    expect(hits).toEqual([]);
  });

  test("the local stack allows this machine's addresses, but no other private ones", async () => {
    const { port } = await serve((_request, response) => response.end("hello"));
    const answer = await local(`http://127.0.0.1:${port}/`, limits);
    expect([answer.status, String(await readAll(answer.body))]).toEqual([200, "hello"]);
    await expect(local("http://10.0.0.1/", limits)).rejects.toEqual(refused("address_refused"));
    await expect(local("http://169.254.169.254/", limits)).rejects.toEqual(refused("address_refused"));
  });
});

describe("redirects", () => {
  test("each one is checked as the first address was", async () => {
    const { port, hits } = await serve((request, response) => {
      const to = request.url === "/1" ? "/2" : "http://169.254.169.254/latest/meta-data/";
      response.writeHead(302, { Location: to }).end();
    });
    const fetching = local(`http://127.0.0.1:${port}/1`, { ...limits, redirects: 3 });
    await expect(fetching).rejects.toEqual(refused("address_refused"));
    expect(hits).toEqual(["GET /1", "GET /2"]);
  });

  test.each([
    "http://inside.example/",
    "http://[::ffff:169.254.169.254]/",
    "http://2852039166/",
    "//10.0.0.1/",
  ])("to %s is refused, though the first address was good", async (Location) => {
    const { port, hits } = await serve((_request, response) => response.writeHead(302, { Location }).end());
    const lookup = dns("127.0.0.1", "169.254.169.254");
    const fetching = createGuardedFetch({ allowPrivate: true, lookup });
    const options = { ...limits, redirects: 3 };
    await expect(fetching(`http://outside.example:${port}/`, options)).rejects.toEqual(
      refused("address_refused"),
    );
    expect(hits).toEqual(["GET /"]);
  });

  test("none are followed unless asked for, and never more than asked for", async () => {
    const { port, hits } = await serve((_request, response) => {
      response.writeHead(307, { Location: "/again" }).end();
    });
    const url = `http://127.0.0.1:${port}/`;
    expect((await local(url, limits)).status).toBe(307);
    await expect(local(url, { ...limits, redirects: 2 })).rejects.toEqual(refused("too_many_redirects"));
    expect(hits.length).toBe(4);
  });

  test("another host doesn't get the credentials", async () => {
    const seen: unknown[] = [];
    const second = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end();
    });
    const first = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(302, { Location: `http://127.0.0.1:${second.port}/` }).end();
    });
    const headers = { Authorization: "Bearer token" };
    await local(`http://127.0.0.1:${first.port}/`, { ...limits, headers, redirects: 1 });
    expect(seen).toEqual(["Bearer token", undefined]);
  });
});

describe("limits", () => {
  test("a body that grows too large is cut off", async () => {
    const { port } = await serve((_request, response) => {
      response.write("x".repeat(900));
      response.end("x".repeat(900));
    });
    const { body } = await local(`http://127.0.0.1:${port}/`, limits);
    await expect(readAll(body)).rejects.toEqual(refused("too_large"));
  });

  test("an answer that never comes, or never ends, is given up", async () => {
    const { port } = await serve((request, response) => {
      if (request.url === "/slow") response.write("the beginning");
    });
    const quick = { ...limits, timeout: 100 };
    await expect(local(`http://127.0.0.1:${port}/never`, quick)).rejects.toEqual(refused("timeout"));
    const { body } = await local(`http://127.0.0.1:${port}/slow`, quick);
    await expect(readAll(body)).rejects.toEqual(refused("timeout"));
  });

  test("a closed port and a broken answer are unreachable", async () => {
    const { port } = await serve((request) => request.socket.destroy());
    await expect(local(`http://127.0.0.1:${port}/`, limits)).rejects.toEqual(refused("unreachable"));
    await expect(local("http://127.0.0.1:1/", limits)).rejects.toEqual(refused("unreachable"));
  });

  test("a body is sent whole", async () => {
    const { port } = await serve((request, response) => {
      request.pipe(response);
    });
    const options = { ...limits, method: "POST" as const, body: "grüße" };
    const { body } = await local(`http://127.0.0.1:${port}/`, options);
    expect(String(await readAll(body))).toBe("grüße");
  });
});
