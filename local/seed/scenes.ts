/** What stands in for customers' photos: SVG drawings on a canvas of 640 × 480. */

const rect = (x: number, y: number, width: number, height: number, fill: string, radius = 0) =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}" rx="${radius}"/>`;
const circle = (x: number, y: number, r: number, fill: string, opacity = 1) =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}" opacity="${opacity}"/>`;
const path = (d: string, fill: string) => `<path d="${d}" fill="${fill}"/>`;
const line = (x1: number, y1: number, x2: number, y2: number, stroke: string, width = 4) =>
  `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round"/>`;
const repeat = (times: number, draw: (index: number) => string) =>
  Array.from({ length: times }, (_, i) => draw(i)).join("");

const room = (wall: string, floor: string, horizon = 350) =>
  rect(0, 0, 640, 480, wall) +
  rect(0, horizon, 640, 480 - horizon, floor) +
  rect(0, horizon - 6, 640, 6, "#0002");
const glow = (x: number, y: number, r: number) =>
  `<radialGradient id="glow"><stop stop-color="#fff3cf" stop-opacity=".9"/><stop offset="1" stop-color="#ffe9a8" stop-opacity="0"/></radialGradient>` +
  circle(x, y, r, "url(#glow)");
const table = (x: number, y: number, width: number, color = "#8a5a3b") =>
  rect(x, y, width, 14, color, 3) +
  rect(x + 14, y + 14, 12, 110, color) +
  rect(x + width - 26, y + 14, 12, 110, color);
/** A table lamp that stands on (x, y). */
const lamp = (x: number, y: number, size: number, shade: string, on = true) =>
  (on ? glow(x, y - size * 0.75, size * 0.9) : "") +
  rect(x - size * 0.05, y - size * 0.55, size * 0.1, size * 0.52, "#6b4f3a", 2) +
  path(`M${x - size * 0.22} ${y} q${size * 0.22} ${-size * 0.12} ${size * 0.44} 0z`, "#5a4030") +
  path(
    `M${x - size * 0.2} ${y - size} h${size * 0.4} l${size * 0.16} ${size * 0.48} h${-size * 0.72}z`,
    shade,
  );
const pendant = (x: number, y: number, size: number, shade: string) =>
  line(x, 0, x, y - size * 0.4, "#333", 3) +
  glow(x, y + size * 0.3, size * 1.3) +
  path(`M${x - size * 0.55} ${y} a${size * 0.55} ${size * 0.5} 0 0 1 ${size * 1.1} 0z`, shade);
const box = (x: number, y: number, size: number, dent = 0) =>
  path(`M${x} ${y} h${size} v${size * 0.7} h${-size + dent} l${-dent} ${-dent}z`, "#c89b64") +
  rect(x + size * 0.44, y, size * 0.12, size * 0.7, "#e6cfa4") +
  path(`M${x} ${y} l${size * 0.14} ${-size * 0.2} h${size} l${-size * 0.14} ${size * 0.2}z`, "#b5864f");
const sofa = (x: number, y: number, width: number, color: string) =>
  rect(x, y, width, 90, color, 18) +
  rect(x - 16, y + 34, 40, 80, color, 14) +
  rect(x + width - 24, y + 34, 40, 80, color, 14) +
  rect(x + 20, y + 60, width - 40, 50, "#ffffff22", 10);
const frame = (x: number, y: number, width: number, height: number, color: string) =>
  rect(x, y, width, height, "#f7f1e6", 2) +
  rect(x + 10, y + 10, width - 20, height - 20, color) +
  circle(x + width * 0.6, y + height * 0.42, height * 0.16, "#fff7");
const plant = (x: number, y: number) =>
  repeat(5, (i) =>
    path(
      `M${x} ${y} q${-50 + i * 25} -60 ${-60 + i * 30} -110 q${20 - i * 4} 60 ${60 - i * 30} 110z`,
      i % 2 ? "#4f7a4a" : "#5d8b56",
    ),
  ) + path(`M${x - 24} ${y} h48 l-8 46 h-32z`, "#b86b4b");

export const SCENES: Record<string, string> = {
  "living-room":
    room("#e4d6c3", "#a9825c") +
    frame(90, 70, 130, 100, "#7a9aa8") +
    sofa(60, 260, 300, "#5f7f86") +
    plant(560, 330) +
    rect(420, 300, 90, 12, "#7b5638", 3) +
    rect(458, 312, 14, 70, "#7b5638"),
  "old-lamp":
    room("#c9c3b4", "#7e6650", 330) +
    table(120, 340, 400) +
    lamp(320, 342, 210, "#b5533c", false) +
    frame(470, 60, 110, 90, "#a88f6a"),
  package:
    room("#d9dde0", "#9aa0a3", 300) +
    box(150, 210, 300) +
    rect(330, 250, 90, 60, "#fff") +
    repeat(8, (i) => rect(340 + i * 9, 262, 4, 34, "#222")),
  majlis:
    room("#e8d9bd", "#7c2f35") +
    repeat(3, (i) => path(`M${60 + i * 200} 220 v-90 q60 -70 120 0 v90z`, "#b9d3dd")) +
    sofa(40, 270, 560, "#8e3b3f") +
    repeat(4, (i) => rect(70 + i * 135, 262, 70, 60, i % 2 ? "#d5a74e" : "#c98c3f", 10)) +
    path("M0 400 h640 v80 h-640z", "#5e2228") +
    repeat(10, (i) => path(`M${i * 68} 420 l34 -16 l34 16 l-34 16z`, "#d5a74e")),
  "floor-lamp":
    room("#cfd8d2", "#8c6e52") +
    line(400, 110, 400, 400, "#2b2b2b", 8) +
    rect(350, 396, 100, 12, "#2b2b2b", 6) +
    path("M340 60 h120 l26 70 h-172z", "#e9e0cc") +
    sofa(40, 280, 240, "#94876f"),
  brass:
    room("#2d2a33", "#4a3a2d", 300) +
    repeat(
      5,
      (i) =>
        glow(90 + i * 115, 300, 60) +
        path(`M${60 + i * 115} 330 q30 44 60 0z`, "#c99a3c") +
        path(`M${90 + i * 115} 280 q16 26 0 44 q-16 -18 0 -44z`, "#ffd35c"),
    ),
  broken:
    room("#dcd7d0", "#b9b0a4", 260) +
    path("M180 330 l60 -130 l50 70 l40 -90 l60 100 l60 -40 l30 90z", "#cfe3e6") +
    repeat(9, (i) =>
      path(
        `M${150 + i * 42} ${360 + (i % 3) * 22} l${18 + (i % 4) * 6} -26 l14 30z`,
        i % 2 ? "#b7d3d8" : "#dcecef",
      ),
    ) +
    box(430, 90, 150, 40),
  school:
    room("#efe3c8", "#9c7a58", 330) +
    rect(60, 60, 300, 130, "#2f4f45", 4) +
    line(90, 100, 240, 100, "#fffa") +
    line(90, 130, 300, 130, "#fffa") +
    rect(430, 50, 150, 150, "#a8d2e6") +
    line(505, 50, 505, 200, "#fff", 6) +
    repeat(3, (i) => table(40 + i * 205, 300 + (i % 2) * 26, 160, "#a9783f")),
  "lamp-on-desk":
    room("#b9c3cf", "#5b4636", 320) +
    table(70, 330, 500, "#6b4a2f") +
    lamp(230, 332, 200, "#efe4cf") +
    rect(370, 250, 140, 80, "#333", 6) +
    rect(378, 258, 124, 64, "#9fb7c6") +
    rect(120, 316, 70, 14, "#8a3b3b") +
    rect(126, 302, 60, 14, "#3b5d8a"),
  "shop-window":
    rect(0, 0, 640, 480, "#3b2f2a") +
    rect(40, 80, 560, 320, "#f3e2b8", 4) +
    rect(40, 40, 560, 44, "#8b2f4b") +
    repeat(14, (i) => path(`M${40 + i * 40} 84 h40 a20 16 0 0 1 -40 0z`, i % 2 ? "#fff" : "#c2476a")) +
    rect(40, 340, 560, 60, "#b98a56") +
    lamp(140, 342, 120, "#e08e45") +
    lamp(270, 342, 160, "#efe4cf") +
    lamp(400, 342, 120, "#7fa38a") +
    lamp(520, 342, 150, "#c2476a"),
  bar:
    room("#39414a", "#4e3526", 360) +
    rect(0, 270, 640, 30, "#a5713f") +
    rect(0, 300, 640, 120, "#7a4d2a") +
    repeat(12, (i) =>
      rect(
        30 + i * 50,
        110 + (i % 3) * 8,
        16,
        60 - (i % 3) * 8,
        ["#4f7a5b", "#8a3b3b", "#c7a24a"][i % 3]!,
        5,
      ),
    ) +
    rect(10, 170, 620, 10, "#a5713f") +
    repeat(4, (i) => circle(100 + i * 150, 350, 34, "#2c2320") + rect(94 + i * 150, 370, 12, 100, "#2c2320")),
  shelf:
    room("#e9ebe6", "#bba58a", 420) +
    repeat(3, (i) => rect(90, 120 + i * 110, 460, 14, "#8a6a48")) +
    rect(90, 60, 12, 320, "#8a6a48") +
    rect(538, 60, 12, 320, "#8a6a48") +
    repeat(6, (i) =>
      rect(120 + i * 30, 60 + (i % 2) * 8, 22, 60 - (i % 2) * 8, ["#b5533c", "#5f7f86", "#d5a74e"][i % 3]!),
    ) +
    box(330, 262, 90),
  restaurant:
    room("#4b3a33", "#6e4c35", 340) +
    pendant(140, 110, 90, "#c99a3c") +
    pendant(330, 90, 100, "#c99a3c") +
    pendant(520, 110, 90, "#c99a3c") +
    table(40, 330, 200, "#9b6b42") +
    table(270, 350, 200, "#9b6b42") +
    table(500, 330, 200, "#9b6b42") +
    lamp(140, 332, 90, "#f2e7cd") +
    lamp(370, 352, 90, "#f2e7cd") +
    circle(90, 326, 16, "#f5f5f0") +
    circle(320, 346, 16, "#f5f5f0") +
    circle(430, 346, 16, "#f5f5f0"),
};
