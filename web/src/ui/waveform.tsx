import "./waveform.css";

type Props = { peaks: readonly number[] /** From 0 to 1. */; played?: number };

/** A sound as bars, those that were heard in another colour. */
export function Waveform({ peaks, played = 0 }: Props) {
  return (
    <span class="waveform" aria-hidden="true">
      {peaks.map((peak, index) => (
        <span
          key={index}
          class={index < played * peaks.length ? "waveform-played" : undefined}
          style={{ height: `${Math.round(12 + peak * 88)}%` }}
        />
      ))}
    </span>
  );
}
