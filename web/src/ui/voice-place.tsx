import { useEffect } from "preact/hooks";
import { notify } from "../actions/notify.ts";
import { useApp } from "./app-context.ts";
import { useLazy } from "./use-lazy.ts";
import type { VoiceRecorderProps } from "./voice-recorder.tsx";

/** Where a voice note is recorded; fetched when somebody wants to. */
export function VoicePlace(props: VoiceRecorderProps) {
  const app = useApp();
  const { View, failure } = useLazy<VoiceRecorderProps>(() => import("./voice-recorder.tsx"));
  useEffect(() => {
    if (!failure) return;
    notify(app, failure);
    props.onClose();
  }, [failure]);
  return View ? <View {...props} /> : <div class="composer-line composer-loading" aria-busy="true" />;
}
