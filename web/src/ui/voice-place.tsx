import { useLazy } from "./use-lazy.ts";
import type { VoiceRecorderProps } from "./voice-recorder.tsx";

/** Where a voice note is recorded; fetched when somebody wants to. */
export function VoicePlace(props: VoiceRecorderProps) {
  const { View } = useLazy<VoiceRecorderProps>(() => import("./voice-recorder.tsx"));
  return View ? (
    <View {...props} />
  ) : (
    <div class="composer-line" aria-busy="true" style={{ minHeight: "2.5rem" }} />
  );
}
