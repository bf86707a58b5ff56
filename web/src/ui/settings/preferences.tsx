import { useEffect, useState } from "preact/hooks";
import { chooseLanguage, LANGUAGES, words } from "../../language/words.ts";
import { chooseNotices, NOTICE_CHOICES, noticeChoice } from "../../notices/notice-choice.ts";
import { playSound } from "../../notices/play-sound.ts";
import { Choice } from "../form/choice.tsx";
import { Failure } from "../form/failure.tsx";
import { Section } from "../form/section.tsx";
import { ThemeChoice } from "../theme-choice.tsx";

/** What each agent chooses for this browser. */
export function Preferences() {
  const w = words.value;
  return (
    <Section hint={w.settings.onThisDevice}>
      <div class="section-row">
        <ThemeChoice />
      </div>
      <div class="section-row">
        <Choice
          label={w.languageLabel}
          options={LANGUAGES}
          chosen={w.language}
          onChoose={(code) => void chooseLanguage(code)}
        />
      </div>
      <NoticesChoice />
    </Section>
  );
}

function NoticesChoice() {
  const permission = usePermission();
  const w = words.value;
  const chosen = permission === "granted" ? noticeChoice.value : "off";
  return (
    <div class="section-row form-field">
      <Choice
        label={w.notices}
        options={NOTICE_CHOICES.map((value) => ({ value, label: w.noticeChoices[value] }))}
        chosen={chosen}
        onChoose={(choice) =>
          void chooseNotices(choice).then((allowed) => allowed && choice === "sound" && playSound())
        }
      />
      {permission === "denied" ? (
        <Failure>
          {w.noticesBlocked} {w.settings.noticesUnblock}
        </Failure>
      ) : (
        <p class="form-field-hint">
          {permission === "missing" ? w.settings.noticesMissing : w.settings.noticeHints[chosen]}
        </p>
      )}
    </div>
  );
}

/** What the browser allows, followed while it is looked at: it is changed in the browser's own settings. */
function usePermission(): NotificationPermission | "missing" {
  const read = (): NotificationPermission | "missing" =>
    "Notification" in window ? Notification.permission : "missing";
  const [permission, setPermission] = useState(read);
  useEffect(() => {
    let status: PermissionStatus | null = null;
    const update = () => setPermission(read());
    const asked = navigator.permissions?.query({ name: "notifications" });
    void asked?.then(
      (found) => {
        status = found;
        status.addEventListener("change", update);
      },
      () => {},
    );
    window.addEventListener("focus", update);
    return () => {
      status?.removeEventListener("change", update);
      window.removeEventListener("focus", update);
    };
  }, []);
  return permission;
}
