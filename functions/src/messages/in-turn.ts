const lastTurns = new Map<string, Promise<void>>();

/**
 * Runs `work` after everything of this process that was given the same key before. Takes and returns what `work`
 * does. Transactions that meet at one document abort each other, and Firestore's client waits seconds between
 * attempts and gives up after ten: standing in line is faster, and only other processes are left to meet.
 */
export async function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
  const turn = (lastTurns.get(key) ?? Promise.resolve()).then(work);
  const over = turn.then(
    () => {},
    () => {},
  );
  lastTurns.set(key, over);
  try {
    return await turn;
  } finally {
    if (lastTurns.get(key) === over) lastTurns.delete(key);
  }
}
