/** Where the local stack's Auth emulator listens unless its ports are moved. */
const LOCAL_AUTH = "127.0.0.1:9099";

/**
 * Points firebase-admin, which reads FIREBASE_AUTH_EMULATOR_HOST, at the project's Auth: `demo-…` projects exist in
 * emulators only, others with Google only. Returns where that is, for people; throws a sentence that says what to do.
 */
export async function chooseAuth(project: string, env: NodeJS.ProcessEnv): Promise<{ where: string }> {
  const emulator = env.FIREBASE_AUTH_EMULATOR_HOST;
  if (!project.startsWith("demo-")) {
    if (emulator) {
      throw new Error(
        `FIREBASE_AUTH_EMULATOR_HOST is set, but ${project} is a real project: unset it first.`,
      );
    }
    return { where: project };
  }
  const host = emulator ?? LOCAL_AUTH;
  if (!(await answers(host))) {
    throw new Error(
      `No Auth emulator answers at ${host}. Run "npm start" first (with --port-offset N: set ` +
        `FIREBASE_AUTH_EMULATOR_HOST=127.0.0.1:PORT), or name a real project with --project.`,
    );
  }
  env.FIREBASE_AUTH_EMULATOR_HOST = host;
  return { where: `${project}, Auth emulator` };
}

async function answers(host: string): Promise<boolean> {
  try {
    const answer = await fetch(`http://${host}/`, { signal: AbortSignal.timeout(2_000) });
    const { authEmulator } = (await answer.json()) as { authEmulator?: { ready?: boolean } };
    return authEmulator?.ready === true;
  } catch {
    return false;
  }
}
