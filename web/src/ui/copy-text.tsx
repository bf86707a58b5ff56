import { useState } from "preact/hooks";
import { words } from "../language/words.ts";

/** Copies a text, so that it can be used elsewhere. Nothing where there is none. */
export function CopyText({ text }: { text: string | null }) {
  const [copied, setCopied] = useState(false);
  const w = words.value;
  if (!text) return null;
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => {},
    );
  return (
    <button class="text-button" type="button" onClick={() => void copy()}>
      {copied ? w.copied : w.sending.copyText}
    </button>
  );
}
