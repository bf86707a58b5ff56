import type { StackUrls } from "../../local/stack/urls.ts";

export type Listener = { heard(events: number): Promise<void>; stop(): void };

/** A dashboard without a screen: tells when so many new messages have become live, counted from the call on. */
export async function listen(urls: StackUrls): Promise<Listener> {
  const token = await signIn(urls, "boss@example.com");
  const leaving = new AbortController();
  const answer = await fetch(`${urls.gateway}/api/live-chat/events`, {
    headers: { authorization: `Bearer ${token}` },
    signal: leaving.signal,
  });
  let count = 0;
  let check = () => {};
  const read = async () => {
    let rest = "";
    for await (const text of answer.body!.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + text).split("\n");
      rest = lines.pop()!;
      count += lines.filter((line) => line === "event: new_message").length;
      check();
    }
  };
  read().catch(() => {});
  const heard = (events: number) =>
    new Promise<void>((resolve) => {
      const wanted = count + events;
      check = () => count >= wanted && resolve();
    });
  return { heard, stop: () => leaving.abort() };
}

async function signIn({ auth }: StackUrls, email: string): Promise<string> {
  const answer = await fetch(
    `${auth}/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=demo`,
    {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email, password: "live-chat", returnSecureToken: true }),
    },
  );
  return ((await answer.json()) as { idToken: string }).idToken;
}
