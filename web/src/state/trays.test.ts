import { expect, it } from "vitest";
import type { OutgoingFile } from "./outgoing-file.ts";
import { toPieces } from "./trays.ts";

const file = (kind: OutgoingFile["kind"]): OutgoingFile => ({
  ...{ kind, blob: new Blob(["x"]), name: kind, mime_type: "", voice: false, upload_id: null },
});
const leaves = (text: string, ...kinds: OutgoingFile["kind"][]) =>
  toPieces(text, kinds.map(file)).map((piece) => [piece.file?.kind ?? "text", piece.text]);

it("puts the text under the first file, and before sounds, which carry none", () => {
  expect(leaves("hi")).toEqual([["text", "hi"]]);
  expect(leaves("", "image")).toEqual([["image", ""]]);
  expect(leaves("look", "image", "video")).toEqual([
    ["image", "look"],
    ["video", ""],
  ]);
  expect(leaves("listen", "audio", "image")).toEqual([
    ["text", "listen"],
    ["audio", ""],
    ["image", ""],
  ]);
});
