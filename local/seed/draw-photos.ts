/** Draws emulator-data/media/*.jpg anew, with Chromium: node local/seed/draw-photos.ts */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { DEMO_DATA } from "../stack/constants.ts";
import { findChromium } from "../testing/find-chromium.ts";
import { SCENES } from "./scenes.ts";

const SIZE = { width: 640, height: 480 };
const folder = join(DEMO_DATA, "media");
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: findChromium() ?? undefined,
  args: ["--no-sandbox"],
});
const page = await browser.newPage({ viewport: SIZE });
for (const [name, drawing] of Object.entries(SCENES)) {
  await page.setContent(
    `<style>body{margin:0}</style><svg viewBox="0 0 640 480" xmlns="http://www.w3.org/2000/svg">${drawing}</svg>`,
  );
  await page.screenshot({ path: join(folder, `${name}.jpg`), type: "jpeg", quality: 72 });
}
await browser.close();
console.log(`${Object.keys(SCENES).length} photos`);
