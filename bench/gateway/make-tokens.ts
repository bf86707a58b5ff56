import { generateKeyPairSync, sign } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * As many ID tokens as clients, each of another agent, signed as Firebase signs them, and the key to verify them
 * with. Returns the files: the key set, and a request head for each token.
 */
export async function makeTokens(folder: string, clients: number): Promise<{ jwks: string; heads: string }> {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const now = Math.floor(Date.now() / 1000);
  const head = part({ alg: "RS256", kid: "bench", typ: "JWT" });
  const heads = Array.from({ length: clients }, (_, i) => {
    const claims = part({
      aud: "demo-live-chat",
      iss: "https://securetoken.google.com/demo-live-chat",
      sub: `agent-${i}`,
      name: `Agent ${i}`,
      email: `agent-${i}@example.com`,
      role: "agent",
      auth_time: now,
      iat: now,
      exp: now + 3_600,
      firebase: { sign_in_provider: "password", identities: { email: [`agent-${i}@example.com`] } },
    });
    const signature = sign("sha256", Buffer.from(`${head}.${claims}`), privateKey).toString("base64url");
    const token = `${head}.${claims}.${signature}`;
    return `GET /api/live-chat/events HTTP/1.1\r\nHost: bench\r\nAccept: text/event-stream\r\nAuthorization: Bearer ${token}\r\n\r\n`;
  });
  const jwks = join(folder, "jwks.json");
  const key = { ...publicKey.export({ format: "jwk" }), kid: "bench", alg: "RS256", use: "sig" };
  await writeFile(jwks, JSON.stringify({ keys: [key] }));
  await writeFile(join(folder, "heads"), heads.join(""));
  return { jwks, heads: join(folder, "heads") };
}

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
