/**
 * Pure. Takes whatever is about to leave for another system, returns it without what agents write for each other:
 * notes in a list are left out, a note anywhere else (a conversation's last message) becomes null, and so does
 * what was noted about the customer. `exceptBy`: whose own notes stay.
 */
export function withoutNotes<T>(value: T, exceptBy?: string): T {
  return clean(value, exceptBy) as T;
}

function clean(value: unknown, exceptBy: string | undefined): unknown {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) {
    return value.filter((each) => !isNote(each, exceptBy)).map((each) => clean(each, exceptBy));
  }
  if (isNote(value, exceptBy)) return null;
  const fields = Object.entries(value).map(([name, field]) => {
    const aboutCustomer = name === "note" && "conversation_id" in value;
    return [name, aboutCustomer ? null : clean(field, exceptBy)];
  });
  return Object.fromEntries(fields);
}

function isNote(value: unknown, exceptBy: string | undefined): boolean {
  if (value === null || typeof value !== "object" || !("direction" in value)) return false;
  const { direction, author } = value as { direction: unknown; author?: { id?: string } };
  return direction === "internal" && (exceptBy === undefined || author?.id !== exceptBy);
}
