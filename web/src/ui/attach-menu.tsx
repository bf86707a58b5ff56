import type { Conversation } from "@live-chat/contract/conversation.ts";
import { useRef } from "preact/hooks";
import { chooseFiles } from "../actions/choose-files.ts";
import { words } from "../language/words.ts";
import { typesToChoose } from "../state/outgoing-file.ts";
import { useApp } from "./app-context.ts";
import { Icon } from "./icon.tsx";
import { Menu, MenuAction } from "./menu.tsx";
import { templatesFor } from "./template-place.tsx";

/** What can be sent beside a text. */
export function AttachMenu({ conversation }: { conversation: Conversation }) {
  const app = useApp();
  const input = useRef<HTMLInputElement>(null);
  const w = words.value.sending;
  const choose = (what: "visual" | "any") => {
    input.current!.accept = typesToChoose(conversation.channel, what);
    input.current!.click();
  };
  const take = (chosen: HTMLInputElement) => {
    void chooseFiles(app, conversation, [...(chosen.files ?? [])]);
    // The same file may be chosen once more.
    chosen.value = "";
  };
  return (
    <div class="composer-attach">
      <Menu label={w.attach} button={<Icon name="attach" />}>
        <MenuAction icon="image" label={w.photoOrVideo} onClick={() => choose("visual")} />
        <MenuAction icon="document" label={w.document} onClick={() => choose("any")} />
        {conversation.channel === "whatsapp" && (
          <MenuAction
            icon="template"
            label={w.template}
            onClick={() => {
              templatesFor.value = conversation.conversation_id;
            }}
          />
        )}
      </Menu>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        data-testid="composer-files"
        onChange={(event) => take(event.currentTarget)}
      />
    </div>
  );
}
