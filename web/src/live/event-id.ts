/**
 * Whether the event `id` stands after `other` in the log. Ids are `<epoch>/<milliseconds>-<number>`; those of
 * different epochs can't be compared, then the answer is yes: whatever was known before counts no more.
 */
export function isAfter(id: string, other: string): boolean {
  const [epoch, time, count] = split(id);
  const [otherEpoch, otherTime, otherCount] = split(other);
  if (epoch !== otherEpoch) return true;
  return time > otherTime || (time === otherTime && count > otherCount);
}

function split(id: string): [epoch: string, time: number, count: number] {
  const slash = id.lastIndexOf("/");
  const [time = 0, count = 0] = id
    .slice(slash + 1)
    .split("-")
    .map(Number);
  return [id.slice(0, slash), time, count];
}
