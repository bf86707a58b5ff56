import { useComputed } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { dismissNotice } from "../actions/notify.ts";
import { words } from "../language/words.ts";
import type { Notice } from "../state/state.ts";
import { problemText } from "../text/problem-text.ts";
import { useApp } from "./app-context.ts";
import { Icon } from "./icon.tsx";
import "./notices.css";

/** ms a notice stays. */
const SHOWN_FOR = 8000;

/** What could not be done, in a corner, with the way to try again; and what was done. */
export function Notices() {
  const { store } = useApp();
  const notices = useComputed(() => store.state.value.notices).value;
  const done = notices.filter((notice) => "done" in notice);
  const failed = notices.filter((notice) => !("done" in notice));
  return (
    <div class="notices">
      <div role="status">
        {done.map((notice) => (
          <NoticeCard key={notice.id} notice={notice} />
        ))}
      </div>
      <div role="alert">
        {failed.map((notice) => (
          <NoticeCard key={notice.id} notice={notice} />
        ))}
      </div>
    </div>
  );
}

function NoticeCard({ notice }: { notice: Notice }) {
  const app = useApp();
  const w = words.value;
  const dismiss = () => dismissNotice(app, notice.id);
  useEffect(() => {
    const timer = setTimeout(dismiss, SHOWN_FOR);
    return () => clearTimeout(timer);
  }, []);
  const done = "done" in notice;
  return (
    <div class={done ? "notice notice-done" : "notice"}>
      <Icon name={done ? "check" : "alert"} />
      <p>{done ? w.done[notice.done] : problemText(notice.failure, w)}</p>
      {!done && notice.retry && (
        <button
          class="text-button"
          type="button"
          onClick={() => {
            dismiss();
            notice.retry?.();
          }}
        >
          {w.tryAgain}
        </button>
      )}
      <button class="icon-button" type="button" aria-label={w.close} onClick={dismiss}>
        <Icon name="close" small />
      </button>
    </div>
  );
}
