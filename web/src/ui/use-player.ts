import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";

/** How fast voices are played, for as long as the page is open. */
export const playSpeed = signal(1);
const SPEEDS = [1, 1.5, 2];

export function nextSpeed(): void {
  playSpeed.value = SPEEDS[(SPEEDS.indexOf(playSpeed.value) + 1) % SPEEDS.length]!;
}

/** The one that plays: two voices at once are none. */
let playing: HTMLAudioElement | null = null;

export type Player = {
  playing: boolean;
  /** seconds */
  at: number;
  length: number;
  toggle: () => void;
  moveTo: (seconds: number) => void;
};

/** Plays the sound at `url`. `onError`: it can't be played. */
export function usePlayer(url: string, onError: () => void): Player {
  const audio = useRef<HTMLAudioElement | null>(null);
  const [state, setState] = useState({ playing: false, at: 0, length: 0 });
  const speed = playSpeed.value;
  useEffect(() => {
    const element = new Audio();
    element.preload = "metadata";
    element.src = url;
    audio.current = element;
    const follow = () => {
      const length = Number.isFinite(element.duration) ? element.duration : 0;
      setState({ playing: !element.paused, at: element.ended ? 0 : element.currentTime, length });
    };
    for (const name of ["loadedmetadata", "durationchange", "timeupdate", "play", "pause", "ended", "seeked"])
      element.addEventListener(name, follow);
    element.addEventListener("error", onError);
    return () => {
      element.removeEventListener("error", onError);
      element.pause();
      element.removeAttribute("src");
    };
  }, [url]);
  useEffect(() => {
    if (audio.current) audio.current.playbackRate = speed;
  }, [speed, url]);

  const toggle = () => {
    const element = audio.current!;
    if (!element.paused) return element.pause();
    if (playing !== element) playing?.pause();
    playing = element;
    element.playbackRate = speed;
    void element.play().catch(() => {});
  };
  const moveTo = (seconds: number) => {
    audio.current!.currentTime = seconds;
  };
  return { ...state, toggle, moveTo };
}
