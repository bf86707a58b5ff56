import type { Conversation } from "@live-chat/contract/conversation.ts";
import { useComputed } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { chooseFiles } from "../actions/choose-files.ts";
import { words } from "../language/words.ts";
import { draftOf } from "../state/drafts.ts";
import { useApp } from "./app-context.ts";
import { customerName } from "./customer-name.ts";
import { Icon } from "./icon.tsx";
import "./file-drop.css";

/** Takes files that are dropped anywhere on the thread around it, or pasted while it is on the screen. */
export function FileDrop({ conversation }: { conversation: Conversation }) {
  const app = useApp();
  const place = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState(false);
  const note = useComputed(
    () => draftOf(app.store.state.value, conversation.conversation_id).type === "note",
  ).value;
  const current = useRef(conversation);
  current.current = conversation;
  useEffect(() => {
    const take = (files: readonly File[]) => void chooseFiles(app, current.current, files);
    const stopDrops = catchDrops(place.current!.parentElement!, setOver, take);
    const stopPastes = catchPastes(take);
    return () => {
      stopDrops();
      stopPastes();
    };
  }, [app]);
  const w = words.value;
  return (
    <div ref={place} class="file-drop" hidden={!over}>
      <p>
        <Icon name={note ? "note" : "attach"} />
        {note ? w.hints.noFilesInNotes : w.sending.dropToSend(customerName(conversation, w))}
      </p>
    </div>
  );
}

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true;

function catchDrops(target: HTMLElement, onOver: (over: boolean) => void, onFiles: (files: File[]) => void) {
  // Entering a child comes before leaving its parent.
  let depth = 0;
  const step = (change: number) => {
    depth = Math.max(0, depth + change);
    onOver(depth > 0);
  };
  const on = {
    dragenter: (event: DragEvent) => hasFiles(event) && step(1),
    dragleave: (event: DragEvent) => hasFiles(event) && step(-1),
    dragover: (event: DragEvent) => hasFiles(event) && event.preventDefault(),
    drop: (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      step(-depth);
      onFiles([...event.dataTransfer!.files]);
    },
  };
  for (const [name, listener] of Object.entries(on)) target.addEventListener(name, listener as EventListener);
  return () => {
    for (const [name, listener] of Object.entries(on))
      target.removeEventListener(name, listener as EventListener);
  };
}

function catchPastes(onFiles: (files: File[]) => void) {
  const onPaste = (event: ClipboardEvent) => {
    const files = [...(event.clipboardData?.files ?? [])];
    // Tables are copied as a text and a picture of it: where somebody writes, the text is meant.
    const textMeant = event.clipboardData?.types.includes("text/plain");
    const elsewhere = document.querySelector("dialog[open]") || isOtherField(event.target);
    if (files.length === 0 || textMeant || elsewhere) return;
    event.preventDefault();
    onFiles(files);
  };
  document.addEventListener("paste", onPaste);
  return () => document.removeEventListener("paste", onPaste);
}

function isOtherField(target: EventTarget | null): boolean {
  const field = (target as Partial<HTMLElement> | null)?.closest?.("input, textarea");
  return Boolean(field && !field.classList.contains("composer-input"));
}
