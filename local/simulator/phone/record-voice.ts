/** Records phone/voice.ogg anew, with Chromium: node local/simulator/phone/record-voice.ts */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { webmToOgg } from "../../../web/src/media/webm-to-ogg.ts";
import { findChromium } from "../../testing/find-chromium.ts";

const browser = await chromium.launch({
  executablePath: findChromium() ?? undefined,
  args: ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
});
const page = await browser.newPage();
const recorded = await page.evaluate(`(async () => {
  const context = new AudioContext();
  const out = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
  const recorder = new MediaRecorder(out.stream, { mimeType: "audio/webm;codecs=opus", audioBitsPerSecond: 16000 });
  const blobs = [];
  recorder.ondataavailable = ({ data }) => blobs.push(data);
  const ended = new Promise((resolve) => { recorder.onstop = resolve; });
  recorder.start();
  const start = context.currentTime + 0.2;
  // A hum: a fundamental with two overtones and some vibrato, five notes up and down.
  [220, 247, 277, 330, 277, 247, 220].forEach((pitch, index) => {
    const from = start + index * 0.42;
    const volume = context.createGain();
    volume.gain.setValueAtTime(0, from);
    volume.gain.linearRampToValueAtTime(0.25, from + 0.08);
    volume.gain.linearRampToValueAtTime(0, from + 0.4);
    volume.connect(out);
    [1, 2, 3].forEach((overtone) => {
      const voice = context.createOscillator();
      voice.frequency.setValueAtTime(pitch * overtone, from);
      const share = context.createGain();
      share.gain.value = 1 / (overtone * overtone);
      voice.connect(share).connect(volume);
      voice.start(from);
      voice.stop(from + 0.42);
    });
  });
  await new Promise((resolve) => setTimeout(resolve, 3400));
  recorder.stop();
  await ended;
  const bytes = new Uint8Array(await new Blob(blobs).arrayBuffer());
  return btoa(String.fromCharCode(...bytes));
})()`);
await browser.close();
const ogg = webmToOgg(Buffer.from(String(recorded), "base64"));
writeFileSync(join(import.meta.dirname, "voice.ogg"), ogg);
console.log(`${ogg.length} bytes`);
