import { useEffect, useRef, useState } from "preact/hooks";
import { words } from "../../language/words.ts";
import { Icon } from "../icon.tsx";
import "./copy-field.css";

/** ms for which the button says that it did it. */
const SAID_FOR = 3000;

/** A text to take along, with a button that copies it. */
export function CopyField({ label, text }: { label: string; text: string }) {
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  const w = words.value;
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SAID_FOR);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    field.current?.select();
    // Where the clipboard is forbidden the text stays selected, for the keyboard's own copy.
    await navigator.clipboard?.writeText(text).then(
      () => setCopied(true),
      () => {},
    );
  };
  return (
    <div class="copy-field">
      <input
        class="field"
        ref={field}
        readOnly
        dir="ltr"
        aria-label={label}
        data-testid="copy-field"
        value={text}
        onFocus={(event) => event.currentTarget.select()}
      />
      <button class="button" type="button" onClick={() => void copy()}>
        <Icon name={copied ? "check" : "copy"} small />
        {copied ? w.copied : w.copy}
      </button>
      <span class="unseen" role="status">
        {copied && w.copied}
      </span>
    </div>
  );
}
