import type { Conversation } from "@live-chat/contract/conversation.ts";
import { useState } from "preact/hooks";
import { words } from "../language/words.ts";
import { Icon } from "./icon.tsx";
import { useAdmin } from "./use-admin.ts";
import { useLazy } from "./use-lazy.ts";

/** For admins: the way to erase a customer. What asks first is fetched when it is needed. */
export function EraseButton({ conversation }: { conversation: Conversation }) {
  const admin = useAdmin();
  const [asking, setAsking] = useState(false);
  const w = words.value;
  if (!admin) return null;
  return (
    <>
      <button class="button customer-erase" type="button" onClick={() => setAsking(true)}>
        <Icon name="trash" small /> {w.erase.open}
      </button>
      {asking && <Asking conversation={conversation} onClose={() => setAsking(false)} />}
    </>
  );
}

function Asking(props: { conversation: Conversation; onClose: () => void }) {
  const { View, failure } = useLazy<typeof props>(() => import("./erase-customer.tsx"));
  if (failure) return <p role="alert">{words.value.problems.unreachable}</p>;
  return View && <View {...props} />;
}
