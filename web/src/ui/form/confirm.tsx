import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Field } from "./field.tsx";
import { FormDialog } from "./form-dialog.tsx";
import { useSaving } from "./use-saving.ts";

type Props = {
  title: string;
  action: string;
  /** What has to be typed first, where a slip would cost much, and the words that ask for it. */
  typed?: { wanted: string; label: string };
  work: () => Promise<void>;
  onClose: () => void;
  /** What will happen. */
  children: ComponentChildren;
};

/** Asks before something that can't be taken back. Closes when it is done; a failure is said inside. */
export function Confirm({ title, action, typed, work, onClose, children }: Props) {
  const saving = useSaving();
  const [text, setText] = useState("");
  const run = async () => {
    if (await saving.save(work)) onClose();
  };
  return (
    <FormDialog
      title={title}
      action={action}
      saving={saving}
      danger
      disabled={typed !== undefined && !sameText(text, typed.wanted)}
      onSubmit={() => void run()}
      onClose={onClose}
    >
      <div class="form-dialog-text">{children}</div>
      {typed && <Field label={typed.label} value={text} onValue={setText} autocomplete="off" />}
    </FormDialog>
  );
}

function sameText(a: string, b: string): boolean {
  const plain = (text: string) => text.normalize("NFC").replace(/\s+/g, " ").trim();
  return plain(a) === plain(b);
}
