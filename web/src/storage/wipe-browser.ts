/** Choices that belong to the machine rather than to whoever uses it. */
const KEPT = new Set(["live-chat:theme", "live-chat:language"]);
/** ms. A database that another tab holds on to is deleted when that tab lets go of it. */
const PATIENCE = 2000;

/** Deletes everything that this browser keeps of an agent, on signing out. Other agents' words stay. */
export async function wipeBrowser(agentId: string): Promise<void> {
  for (const storage of [window.localStorage, window.sessionStorage]) wipeKeys(storage, agentId);
  await Promise.allSettled([wipeDatabases(agentId), wipeCaches(agentId)]);
}

function wipeKeys(storage: Storage, agentId: string): void {
  for (const key of Object.keys(storage)) {
    const [product, owner, ...rest] = key.split(":");
    const isOurs = product === "live-chat" && !KEPT.has(key);
    const isOthers = rest.length > 0 && owner !== agentId;
    if (isOurs && !isOthers) storage.removeItem(key);
  }
}

async function wipeDatabases(agentId: string): Promise<void> {
  const all = await indexedDB.databases();
  const names = all.map(({ name }) => name ?? "").filter((name) => name.startsWith(`live-chat:${agentId}:`));
  await Promise.all(names.map(deleteDatabase));
}

/** Also what the session left when it ended without the agent's doing: their unsent words wait for them. */
export function wipeLastState(agentId: string): Promise<void> {
  return deleteDatabase(`live-chat:${agentId}:last-state`);
}

function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = request.onerror = () => resolve();
    setTimeout(resolve, PATIENCE);
  });
}

async function wipeCaches(agentId: string): Promise<void> {
  if (!("caches" in window)) return;
  const names = (await caches.keys()).filter((name) => name.startsWith(`live-chat:${agentId}:`));
  await Promise.all(names.map((name) => caches.delete(name)));
}
