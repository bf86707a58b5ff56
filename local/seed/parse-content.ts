import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Attachment, Content, MessageType } from "@live-chat/contract/message.ts";
import { DEMO_DATA } from "../stack/constants.ts";

export type ContentLine = {
  type: MessageType;
  text: string | null;
  content: Content | null;
  attachments: Attachment[];
};

/** Takes what a customer writes in a script: text, or `[kind details] caption`. */
export function parseContent(line: string): ContentLine {
  const [, kind, details = "", caption = ""] = /^\[(\w+) ?([^\]]*)\] ?(.*)$/su.exec(line) ?? [];
  const parts = details.split("|").map((part) => part.trim());
  const text = caption || null;
  switch (kind) {
    case "image":
      return media("image", photo(details), text);
    case "video":
      return media("video", { mime_type: "video/mp4", name: details, size: 2_310_448 }, text);
    case "document": {
      const [name, size] = details.split(" ");
      return media("document", { mime_type: "application/pdf", name: name!, size: Number(size) }, text);
    }
    case "voice":
      return media(
        "audio",
        { mime_type: "audio/ogg; codecs=opus", size: Number(details) * 2_100, voice: true },
        text,
      );
    case "sticker":
      return media("sticker", { mime_type: "image/webp", size: 18_204 }, text);
    case "location": {
      const [latitude, longitude] = parts[0]!.split(",").map(Number) as [number, number];
      return plain("location", { latitude, longitude, name: parts[1] ?? null, address: parts[2] ?? null });
    }
    case "contact": {
      const card = { name: parts[0]!, phones: [parts[1]!], emails: parts[2] ? [parts[2]] : [] };
      return plain("contacts", { contacts: [card] });
    }
    case "choice": {
      const [id, ...title] = details.split(" ");
      return { ...plain("interactive", { id: id!, title: title.join(" ") }), text: title.join(" ") };
    }
    case "order": {
      const [product_id, quantity, price, currency] = details.split(" ") as [string, string, string, string];
      const item = { product_id, quantity: Number(quantity), price: Number(price), currency };
      return plain("order", { catalog_id: "lumen", items: [item] });
    }
    default:
      return { type: "text", text: line, content: null, attachments: [] };
  }
}

function plain(type: MessageType, content: Content): ContentLine {
  return { type, text: null, content, attachments: [] };
}

function media(kind: Attachment["kind"], file: Partial<Attachment>, text: string | null): ContentLine {
  const attachment = { kind, mime_type: null, name: null, size: null, sha256: null, ...file };
  return { type: kind, text, content: null, attachments: [attachment] };
}

/** Photos are files in emulator-data/media, which the local dashboard serves. */
function photo(name: string): Partial<Attachment> {
  const file = join(DEMO_DATA, "media", name);
  if (!existsSync(file)) throw new Error(`There is no photo ${file}.`);
  return { mime_type: "image/jpeg", size: statSync(file).size, url: `/demo-media/${name}` };
}
