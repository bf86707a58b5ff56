import { applyWrite, type Write, type WriteResult, writtenName } from "./apply-write.ts";
import { checkDocumentName } from "./resource-name.ts";
import type { DocumentChange, DocumentStore } from "./store.ts";
import { toTimestamp } from "./timestamp.ts";
import type { StoredDocument, Timestamp } from "./value.ts";

export type CommitResult = { writeResults: WriteResult[]; commitTime: Timestamp };

/**
 * Applies the writes to documents of one database, in order and all at once. If any of them fails, it
 * throws and nothing has changed.
 */
export function commitWrites(store: DocumentStore, database: string, writes: Write[]): CommitResult {
  const time = store.clock.next();
  const commitTime = toTimestamp(time);
  const changes = new Map<string, DocumentChange>();
  const writeResults = writes.map((write) => {
    const name = checkDocumentName(writtenName(write), database);
    const earlier = changes.get(name);
    const before = earlier ? earlier.before : store.get(name);
    const { after, result } = applyWrite(earlier ? earlier.after : before, write, time);
    const updateMask = earlier ? undefined : maskOf(write, before);
    changes.set(name, { name, before, after, commitTime, updateMask });
    return result;
  });
  store.apply([...changes.values()].filter(hasEffect), time);
  return { writeResults, commitTime };
}

function maskOf({ updateMask, updateTransforms = [] }: Write, before: StoredDocument | null) {
  if (!updateMask || !before) return undefined;
  return [...(updateMask.fieldPaths ?? []), ...updateTransforms.map(({ fieldPath }) => fieldPath ?? "")];
}

/** Nobody hears of a write that left the document as it was. */
function hasEffect({ before, after }: DocumentChange): boolean {
  return before !== after;
}
