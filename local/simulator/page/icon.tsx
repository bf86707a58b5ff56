/** Drawn on a 24 × 24 grid with a round pen. */
const PATHS = {
  send: "M4.5 12 4 4.8 20.5 12 4 19.2 4.5 12Zm0 0h8",
  plus: "M12 5v14M5 12h14",
  microphone: "M12 3.5a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0v-5a3 3 0 0 1 3-3ZM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3",
  play: "M8 5.5v13l10.5-6.5L8 5.5Z",
  pause: "M8.5 6v12M15.5 6v12",
  close: "M6 6l12 12M18 6 6 18",
  more: "M12 5.5h.01M12 12h.01M12 18.5h.01",
  down: "m7 10 5 5 5-5",
  document:
    "M7 3.5h7l4.5 4.5v11.5a1 1 0 0 1-1 1h-10.5a1 1 0 0 1-1-1v-15a1 1 0 0 1 1-1ZM14 3.5V8h4.5M9.5 13h5M9.5 16.5h5",
  image:
    "M5 4.5h14a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1v-13a1 1 0 0 1 1-1ZM4 16l4.5-4.5 4 4 3-3L20 17M15 9h.01",
  location:
    "M12 21c4.5-4.7 6.5-8 6.5-11a6.5 6.5 0 0 0-13 0c0 3 2 6.3 6.5 11ZM12 7.7a2.3 2.3 0 1 1 0 4.6 2.3 2.3 0 0 1 0-4.6Z",
  person: "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM4.5 20.5c.6-4 3.7-6 7.5-6s6.9 2 7.5 6",
  reply: "M9 6 4 11l5 5M4.5 11H14a5.5 5.5 0 0 1 5.5 5.5V19",
  edit: "M4.5 19.5 5.5 15 16 4.5l3.5 3.5L9 18.5l-4.5 1ZM13.5 7l3.5 3.5",
  bin: "M5 7h14M9.5 7V4.5h5V7M7 7l.8 12.5h8.4L17 7M10.5 10.5v5.5M13.5 10.5v5.5",
  revoked: "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17ZM6 6l12 12",
  tick: "m5.5 12.5 4 4 8.5-9",
  ticks: "m2.5 12.8 3.8 3.8 8.2-9M11 15.3l1.3 1.3 8.7-9",
  choose: "M9 6 4 11l5 5M4.5 11H14a5.5 5.5 0 0 1 5.5 5.5V19",
} as const;

export type IconName = keyof typeof PATHS;

/** A picture beside its word or in a control that has a name; screen readers skip it. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
