import { signal } from "@preact/signals";

export const NOTICE_CHOICES = ["off", "silent", "sound"] as const;
export type NoticeChoice = (typeof NOTICE_CHOICES)[number];

const KEY = "live-chat:notices";

/** Whether this browser announces new messages. Off until the agent asks for it, as browsers want it. */
export const noticeChoice = signal<NoticeChoice>(restore());

// All tabs follow: whichever of them announces.
if (typeof window !== "undefined")
  window.addEventListener("storage", ({ key }) => {
    if (key === KEY) noticeChoice.value = restore();
  });

/** Chooses; asks the browser for permission first. Returns false when that was refused. */
export async function chooseNotices(choice: NoticeChoice): Promise<boolean> {
  if (choice !== "off" && !(await askPermission())) return false;
  noticeChoice.value = choice;
  try {
    localStorage.setItem(KEY, choice);
  } catch {
    // Where storage is forbidden the choice lasts as long as the page.
  }
  return true;
}

async function askPermission(): Promise<boolean> {
  return "Notification" in window && (await Notification.requestPermission()) === "granted";
}

function restore(): NoticeChoice {
  try {
    const stored = localStorage.getItem(KEY);
    return NOTICE_CHOICES.find((choice) => choice === stored) ?? "off";
  } catch {
    return "off";
  }
}
