import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  exportJWK,
  generateKeyPair,
  SignJWT,
  UnsecuredJWT,
} from "jose";
import { beforeAll, expect, test } from "vitest";
import { createTokenVerifier, type VerifyToken } from "./verify-token.ts";

const projectId = "demo-live-chat";
const issuer = `https://securetoken.google.com/${projectId}`;
let verify: VerifyToken;
let sign: (claims: object, change?: (jwt: SignJWT) => SignJWT) => Promise<string>;

beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  verify = createTokenVerifier({
    projectId,
    emulator: false,
    keys: createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), kid: "k", alg: "RS256" }] }),
  });
  sign = (claims, change = (jwt) => jwt) => {
    const jwt = new SignJWT({ role: "agent", ...claims })
      .setProtectedHeader({ alg: "RS256", kid: "k" })
      .setIssuer(issuer)
      .setAudience(projectId)
      .setSubject("uid-1")
      .setIssuedAt()
      .setExpirationTime("1h");
    return change(jwt).sign(privateKey);
  };
});

test("an agent's token says who it is", async () => {
  expect(await verify(await sign({ name: "Ana", email: "ana@example.com" }))).toMatchObject({
    id: "uid-1",
    name: "Ana",
    email: "ana@example.com",
    role: "agent",
  });
});

test.each([
  ["another project's", "token_invalid", (jwt: SignJWT) => jwt.setAudience("other")],
  [
    "another issuer's",
    "token_invalid",
    (jwt: SignJWT) => jwt.setIssuer("https://securetoken.google.com/other"),
  ],
  ["an expired", "token_expired", (jwt: SignJWT) => jwt.setExpirationTime("-1m")],
  ["one with no subject", "token_invalid", (jwt: SignJWT) => jwt.setSubject("")],
] as const)("%s token is refused", async (_, code, change) => {
  await expect(sign({}, change).then(verify)).rejects.toMatchObject({ code });
});

test("a changed token, and one signed with another key, are refused", async () => {
  const [head, , signature] = (await sign({})).split(".");
  const [, body] = (await sign({ role: "admin" })).split(".");
  await expect(verify(`${head}.${body}.${signature}`)).rejects.toMatchObject({ code: "token_invalid" });
  const { privateKey } = await generateKeyPair("RS256");
  const foreign = sign({}, (jwt) => Object.assign(jwt, { sign: jwt.sign.bind(jwt, privateKey) }));
  await expect(foreign.then(verify)).rejects.toMatchObject({ code: "token_invalid" });
});

test("a token that isn't good yet, or asks for what we don't know, is refused", async () => {
  const early = sign({}, (jwt) => jwt.setNotBefore("1m"));
  await expect(early.then(verify)).rejects.toMatchObject({ code: "token_invalid" });
  const header = Buffer.from(JSON.stringify({ alg: "RS256", kid: "k", crit: ["x"], x: 1 })).toString(
    "base64url",
  );
  const [, body, signature] = (await sign({})).split(".");
  await expect(verify(`${header}.${body}.${signature}`)).rejects.toMatchObject({ code: "token_invalid" });
});

test("no role, no way in", async () => {
  await expect(sign({ role: "customer" }).then(verify)).rejects.toMatchObject({ code: "role_required" });
});

test.each(["", "x", "a.b.c", "ä".repeat(3000)])("rubbish is refused: %j", async (token) => {
  await expect(verify(token)).rejects.toMatchObject({ code: "token_invalid" });
});

test.each([
  ["refuse the connection", 1, "ECONNREFUSED"],
  ["answer an error", 503, "ERR_JOSE_GENERIC"],
  ["answer something else than keys", 200, "ERR_JOSE_GENERIC"],
])("that Google's keys %s is not the caller's fault", async (_, status, code) => {
  const server = createServer((_request, response) => response.writeHead(status).end("<html>"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  if (status === 1) await new Promise((resolve) => server.close(resolve));
  const keys = createRemoteJWKSet(new URL(`http://127.0.0.1:${port}/keys`));
  const verify = createTokenVerifier({ projectId, emulator: false, keys });
  const error = await sign({})
    .then(verify)
    .catch((thrown) => thrown);
  expect(error.name).not.toBe("TokenError");
  expect(error.code ?? error.cause.code).toBe(code);
  server.close();
});

test("unsigned tokens work in the emulator only, and signed ones don't there", async () => {
  const emulator = createTokenVerifier({ projectId, emulator: true });
  const unsigned = new UnsecuredJWT({ role: "admin" })
    .setIssuer(issuer)
    .setAudience(projectId)
    .setSubject("uid-2")
    .setIssuedAt()
    .setExpirationTime("1h")
    .encode();
  expect(await emulator(unsigned)).toMatchObject({ id: "uid-2", role: "admin" });
  await expect(verify(unsigned)).rejects.toMatchObject({ code: "token_invalid" });
  await expect(sign({}).then(emulator)).rejects.toMatchObject({ code: "token_invalid" });
});
