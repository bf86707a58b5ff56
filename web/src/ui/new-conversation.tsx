import type { OwnNumber } from "@live-chat/contract/channels.ts";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { ownNumbers, startConversation } from "../actions/start-conversation.ts";
import { words } from "../language/words.ts";
import { parsePhone } from "../state/phone-number.ts";
import { isWindowClosed } from "../state/window.ts";
import { useApp } from "./app-context.ts";
import { Field } from "./form/field.tsx";
import { FormDialog } from "./form/form-dialog.tsx";
import { useSaving } from "./form/use-saving.ts";
import { addressOf } from "./route.ts";
import { templatesFor } from "./template-place.tsx";

/** Starts a conversation with somebody who didn't write first: leads to its thread, and to the templates. */
export default function NewConversation({ onClose }: { onClose: () => void }) {
  const app = useApp();
  const w = words.value;
  const { asked, numbers } = useOwnNumbers();
  const [account, setAccount] = useState<string | null>(null);
  const [phone, setPhone] = useState("");
  const [name, setName] = useState("");
  const [left, setLeft] = useState(false);
  const saving = useSaving();
  const from = numbers?.find((one) => one.account === account) ?? numbers?.[0];
  const parsed = parsePhone(phone);
  const place = useRef<HTMLDivElement>(null);
  // After the dialog has opened, which begins at its first control.
  useEffect(() => place.current?.querySelector("input")?.focus(), []);

  const start = async () => {
    setLeft(true);
    if ("problem" in parsed) return;
    await saving.save(async () => {
      const sender = from ?? onlyOne(await asked);
      if (!sender) return;
      const id = await startConversation(app, sender, parsed.digits, name);
      onClose();
      window.location.hash = addressOf(id);
      const conversation = app.store.state.peek().conversations.get(id)!;
      if (isWindowClosed(conversation, Date.now())) templatesFor.value = id;
    });
  };
  return (
    <FormDialog
      title={w.sending.newConversation}
      action={w.sending.startConversation}
      saving={saving}
      disabled={numbers?.length === 0}
      onSubmit={() => void start()}
      onClose={onClose}
    >
      {numbers?.length === 0 && <p class="form-dialog-text">{w.sending.noNumbers}</p>}
      {numbers && numbers.length > 1 && from && (
        <FromNumber numbers={numbers} account={from.account} onChoose={setAccount} />
      )}
      <div ref={place} onFocusOut={() => phone !== "" && setLeft(true)}>
        <Field
          label={w.sending.phone}
          hint={w.sending.phoneHint}
          error={left && "problem" in parsed ? phoneProblem(parsed.problem, w) : null}
          value={phone}
          onValue={setPhone}
          placeholder="+49 176 5550001"
          autocomplete="off"
          testId="new-phone"
        />
      </div>
      <Field label={w.sending.name} value={name} onValue={setName} maxLength={200} autocomplete="off" />
    </FormDialog>
  );
}

/** For whoever types faster than our numbers come: where there is a choice, they are to see it first. */
const onlyOne = (numbers: OwnNumber[]) => (numbers.length === 1 ? numbers[0] : undefined);

type Problem = "empty" | "national" | "wrong";

function phoneProblem(problem: Problem, w: typeof words.value): string {
  return problem === "national" ? w.sending.phoneNational : w.sending.phoneWrong;
}

/** `numbers` is null until they are known. */
function useOwnNumbers(): { asked: Promise<OwnNumber[]>; numbers: OwnNumber[] | null } {
  const app = useApp();
  const [asked] = useState(() => ownNumbers(app));
  const [numbers, setNumbers] = useState<OwnNumber[] | null>(null);
  useEffect(() => void asked.then(setNumbers), [asked]);
  return { asked, numbers };
}

type FromProps = { numbers: OwnNumber[]; account: string; onChoose: (account: string) => void };

function FromNumber({ numbers, account, onChoose }: FromProps) {
  const id = useId();
  const w = words.value;
  return (
    <div class="form-field">
      <label for={id}>{w.sending.fromNumber}</label>
      <select id={id} class="field" value={account} onChange={(event) => onChoose(event.currentTarget.value)}>
        {numbers.map((one) => (
          <option key={one.account} value={one.account}>
            {one.name ? `${one.name} · ${one.phone}` : one.phone}
          </option>
        ))}
      </select>
    </div>
  );
}
