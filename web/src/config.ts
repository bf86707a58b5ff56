export type Config = {
  /** Where the stream is; browsers reach it directly, because Hosting would buffer it. */
  gatewayUrl: string;
  /** Null in production. */
  authEmulatorUrl: string | null;
  apiKey: string;
  projectId: string;
  authDomain: string;
};

/** Reads the VITE_ variables. Throws with a sentence that says which one is wrong and why. */
export function parseConfig(env: Record<string, string | undefined>): Config {
  const authEmulatorUrl = env.VITE_AUTH_EMULATOR_URL ? parseOrigin(env, "VITE_AUTH_EMULATOR_URL") : null;
  const projectId = required(env, "VITE_FIREBASE_PROJECT_ID");
  if (authEmulatorUrl && !projectId.startsWith("demo-"))
    throw new Error(
      `VITE_AUTH_EMULATOR_URL is set, but ${projectId} is a real project (only demo-… ones are emulated).`,
    );
  return {
    gatewayUrl: parseOrigin(env, "VITE_GATEWAY_URL"),
    authEmulatorUrl,
    apiKey: required(env, "VITE_FIREBASE_API_KEY"),
    projectId,
    authDomain: env.VITE_FIREBASE_AUTH_DOMAIN || `${projectId}.firebaseapp.com`,
  };
}

function required(env: Record<string, string | undefined>, name: string): string {
  const value = env[name];
  if (!value) throw new Error(`${name} is missing: the build needs it.`);
  return value;
}

function parseOrigin(env: Record<string, string | undefined>, name: string): string {
  const value = required(env, name);
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol))
    throw new Error(`${name} must be an http or https address, not "${value}".`);
  return value.replace(/\/+$/, "");
}
