import type { Attachment } from "@live-chat/contract/message.ts";
import { describe, expect, it } from "vitest";
import { needsLink } from "../actions/get-media-link.ts";
import { ownMediaUrl } from "./media-url.ts";

const origin = "https://chat.example.com";
const at = (url?: string) =>
  ownMediaUrl(
    {
      kind: "image",
      mime_type: null,
      name: null,
      size: null,
      sha256: null,
      ...(url && { url }),
    } as Attachment,
    origin,
  );

describe("ownMediaUrl", () => {
  it("loads what our own origin serves", () => {
    expect(at("/demo-media/bar.jpg")).toBe("https://chat.example.com/demo-media/bar.jpg");
    expect(at("https://chat.example.com/media/1")).toBe("https://chat.example.com/media/1");
  });

  it("asks for a link where our door wants one, and not twice", () => {
    expect(needsLink("https://chat.example.com/api/live-chat/media/abc")).toBe(true);
    expect(needsLink("https://chat.example.com/api/live-chat/media/abc?expires=1&signature=x")).toBe(false);
    expect(needsLink("https://chat.example.com/demo-media/bar.jpg")).toBe(false);
  });

  it.each([
    "https://elsewhere.example/a.jpg",
    "//elsewhere.example/a.jpg",
    "/\\elsewhere.example/a.jpg",
    "http://chat.example.com/a.jpg",
    "javascript:alert(1)",
    "data:image/png;base64,AAAA",
    "https://chat.example.com.elsewhere.example/a.jpg",
    undefined,
  ])("never loads %s", (url) => expect(at(url)).toBe(null));
});
