import type { DocumentChange, DocumentStore } from "./store.ts";
import { type Micros, toMicros, toTimestamp } from "./timestamp.ts";
import type { StoredDocument } from "./value.ts";
import type { ListenTarget, Watched } from "./watch-target.ts";

/** A target on a stream, with the results its client has been told. */
type Target = { id: number; watched: Watched; told: Map<string, StoredDocument> };

/** google.firestore.v1.TargetChange.TargetChangeType */
export const TARGET_CHANGE = { NO_CHANGE: 0, ADD: 1, REMOVE: 2, CURRENT: 3, RESET: 4 } as const;

type Resume = Pick<ListenTarget, "resumeToken" | "readTime" | "once">;

/** Tells one client what changes in its targets. After each commit that touched one comes a consistent snapshot. */
export class Listener {
  readonly #store: DocumentStore;
  readonly #send: (response: object) => void;
  readonly #targets = new Map<number, Target>();
  readonly #stop: (() => void)[];

  constructor(store: DocumentStore, send: (response: object) => void) {
    this.#store = store;
    this.#send = send;
    this.#stop = [
      store.onCommit((changes) => this.#tellChanges(changes)),
      store.onClear((database) => this.#tellCleared(database)),
    ];
  }

  /** Tells the target's results, or, when resuming, only what has changed since; then keeps telling. */
  add(id: number, watched: Watched, resume: Resume): void {
    this.#targets.delete(id);
    const target: Target = { id, watched, told: new Map() };
    const since = resumeTime(resume);
    this.#tellTarget("ADD", id);
    if (since !== undefined && this.#isReadable(since)) {
      target.told = byName(watched.results(this.#store, since));
      this.#tellResults(target);
      // Lets the client find out that it has kept something which isn't there any more.
      this.#send({ filter: { targetId: id, count: target.told.size } });
    } else {
      if (since !== undefined) this.#tellTarget("RESET", id);
      this.#tellResults(target);
      this.#tellMissing(target);
    }
    this.#tellTarget("CURRENT", id);
    if (resume.once) this.#tellTarget("REMOVE", id);
    else this.#targets.set(id, target);
    this.#tellSnapshot();
  }

  remove(id: number): void {
    if (this.#targets.delete(id)) this.#tellTarget("REMOVE", id);
  }

  close(): void {
    for (const stop of this.#stop) stop();
    this.#targets.clear();
  }

  #tellChanges(changes: DocumentChange[]): void {
    let told = false;
    for (const target of this.#targets.values()) {
      const touching = changes.filter((change) => touches(target, change));
      if (touching.length === 0) continue;
      told = true;
      if (target.watched.dependent) this.#tellResults(target);
      else for (const { name, after } of touching) this.#tellDocument(target, name, after);
    }
    if (told) this.#tellSnapshot();
  }

  #tellCleared(database: string): void {
    for (const target of this.#targets.values()) {
      if (target.watched.database !== database) continue;
      this.#tellTarget("RESET", target.id);
      target.told.clear();
      this.#tellMissing(target);
      this.#tellTarget("CURRENT", target.id);
    }
    this.#tellSnapshot();
  }

  /** Tells how the results differ from what was told. */
  #tellResults(target: Target): void {
    const results = byName(target.watched.results(this.#store));
    for (const name of target.told.keys()) if (!results.has(name)) this.#tellGone(target, name);
    for (const document of results.values()) {
      if (target.told.get(document.name) !== document) this.#tellFound(target, document);
    }
  }

  #tellMissing(target: Target): void {
    for (const name of target.watched.names) if (!target.told.has(name)) this.#tellGone(target, name);
  }

  #tellDocument(target: Target, name: string, document: StoredDocument | null): void {
    if (document && target.watched.includes(document)) this.#tellFound(target, document);
    else this.#tellGone(target, name);
  }

  #tellFound(target: Target, document: StoredDocument): void {
    target.told.set(document.name, document);
    this.#send({ documentChange: { document, targetIds: [target.id] } });
  }

  #tellGone(target: Target, name: string): void {
    target.told.delete(name);
    const gone = {
      document: name,
      removedTargetIds: [target.id],
      readTime: toTimestamp(this.#store.clock.now()),
    };
    this.#send(this.#store.get(name) ? { documentRemove: gone } : { documentDelete: gone });
  }

  #tellTarget(type: "ADD" | "REMOVE" | "CURRENT" | "RESET", id: number): void {
    const place = type === "CURRENT" ? this.#place() : {};
    this.#send({ targetChange: { targetChangeType: TARGET_CHANGE[type], targetIds: [id], ...place } });
  }

  /** All targets are as they were at one time: what was told up to here belongs together. */
  #tellSnapshot(): void {
    this.#send({ targetChange: { targetChangeType: TARGET_CHANGE.NO_CHANGE, ...this.#place() } });
  }

  #place() {
    const time = this.#store.clock.now();
    return { readTime: toTimestamp(time), resumeToken: Buffer.from(String(time)) };
  }

  #isReadable(time: Micros): boolean {
    try {
      this.#store.checkReadTime(time);
      return true;
    } catch {
      return false;
    }
  }
}

function touches({ watched, told }: Target, { name, after }: DocumentChange): boolean {
  return told.has(name) || (after !== null && watched.includes(after));
}

function byName(documents: StoredDocument[]): Map<string, StoredDocument> {
  return new Map(documents.map((document) => [document.name, document]));
}

/** A resume token is the time up to which its bearer has heard; one that we didn't make counts as too old. */
function resumeTime({ resumeToken, readTime }: Resume): Micros | undefined {
  if (resumeToken?.length) return Number(resumeToken.toString()) || 0;
  return readTime ? toMicros(readTime) : undefined;
}
