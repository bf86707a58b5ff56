import { describe, expect, it } from "vitest";
import { kindToSend, toTrayFile } from "./outgoing-file.ts";

const file = (type: string, size = 10) => new Blob([new Uint8Array(size)], { type });

describe("what can be sent", () => {
  it("arrives as what its channel takes it for", () => {
    expect(kindToSend("whatsapp", "image/jpeg")).toBe("image");
    expect(kindToSend("whatsapp", "audio/ogg; codecs=opus")).toBe("audio");
    expect(kindToSend("whatsapp", "application/pdf")).toBe("document");
    expect(kindToSend("whatsapp", "image/gif")).toBe(null);
    expect(kindToSend("api", "image/gif")).toBe("image");
    expect(kindToSend("api", "application/zip")).toBe("document");
    expect(kindToSend("api", "")).toBe("document");
  });

  it("is checked before it is uploaded", () => {
    const problem = (type: string, size?: number) =>
      toTrayFile("whatsapp", "1", file(type, size), "name").problem;
    expect(problem("image/png")).toBe(null);
    expect(problem("image/png", 5_000_001)).toBe("too_large");
    expect(problem("video/mp4", 5_000_001)).toBe(null);
    expect(problem("application/pdf", 10_000_001)).toBe("too_large");
    expect(problem("application/zip")).toBe("wrong_type");
    expect(problem("image/png", 0)).toBe("empty");
  });
});
