import { compileGlob } from "./glob-pattern.ts";
import type { Session } from "./session.ts";

/** Who listens to which channels and patterns. */
export class PubSub {
  readonly #channels = new Map<string, Set<Session>>();
  readonly #patterns = new Map<string, { matcher: RegExp; sessions: Set<Session> }>();

  get patternCount(): number {
    return this.#patterns.size;
  }

  channels(): string[] {
    return [...this.#channels.keys()];
  }

  subscriberCount(channel: string): number {
    return this.#channels.get(channel)?.size ?? 0;
  }

  subscribe(session: Session, channel: string): void {
    const sessions = this.#channels.get(channel) ?? new Set();
    this.#channels.set(channel, sessions.add(session));
    session.channels.add(channel);
  }

  unsubscribe(session: Session, channel: string): void {
    const sessions = this.#channels.get(channel);
    sessions?.delete(session);
    if (sessions?.size === 0) this.#channels.delete(channel);
    session.channels.delete(channel);
  }

  subscribePattern(session: Session, pattern: string): void {
    const subscription = this.#patterns.get(pattern) ?? {
      matcher: compileGlob(pattern),
      sessions: new Set(),
    };
    subscription.sessions.add(session);
    this.#patterns.set(pattern, subscription);
    session.patterns.add(pattern);
  }

  unsubscribePattern(session: Session, pattern: string): void {
    const subscription = this.#patterns.get(pattern);
    subscription?.sessions.delete(session);
    if (subscription?.sessions.size === 0) this.#patterns.delete(pattern);
    session.patterns.delete(pattern);
  }

  unsubscribeAll(session: Session): void {
    for (const channel of [...session.channels]) this.unsubscribe(session, channel);
    for (const pattern of [...session.patterns]) this.unsubscribePattern(session, pattern);
  }

  /** Hands a message to all who listen; returns to how many. */
  publish(channel: string, message: string): number {
    let receivers = 0;
    for (const session of [...(this.#channels.get(channel) ?? [])]) {
      session.push({ push: ["message", channel, message] });
      receivers += 1;
    }
    for (const [pattern, { matcher, sessions }] of [...this.#patterns]) {
      if (!matcher.test(channel)) continue;
      for (const session of [...sessions]) {
        session.push({ push: ["pmessage", pattern, channel, message] });
        receivers += 1;
      }
    }
    return receivers;
  }
}
