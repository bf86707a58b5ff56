import { useComputed } from "@preact/signals";
import { words } from "../language/words.ts";
import { viewersOf } from "../state/together.ts";
import { useApp } from "./app-context.ts";
import { Avatar } from "./avatar.tsx";

/** Colleagues who have the same conversation on their screen, so that two don't answer at once. */
export function ThreadViewers({ conversationId }: { conversationId: string }) {
  const { store } = useApp();
  const viewers = useComputed(() => viewersOf(store.state.value, conversationId)).value;
  const w = words.value;
  if (viewers.length === 0) return null;
  const names = viewers.map((viewer) => viewer.name ?? w.authors.agent).join(", ");
  return (
    <span class="thread-viewers" role="img" aria-label={w.viewing(names)} title={w.viewing(names)}>
      {viewers.slice(0, 3).map((viewer) => (
        <Avatar key={viewer.id} id={viewer.id} name={viewer.name} small />
      ))}
    </span>
  );
}
