/** What Meta's reference says helps: waiting, as we were too fast. */
const TOO_FAST = new Set([4, 80007, 130429, 131056]);
/** Trying again, as the trouble is Meta's. */
const TROUBLE = new Set([2, 131000, 131016, 131057, 133004]);
/** Mending the token or the account, before anything is sent. */
const STOPPING = new Set([0, 190, 368, 131031]);

/** Whether a message that was refused with this code is to leave all the same, later. */
export function isPassing(code: number): boolean {
  return TOO_FAST.has(code) || TROUBLE.has(code) || STOPPING.has(code);
}
