import { describe, expect, it } from "vitest";
import { addressOf, addressOfSettings, readAddress, SECTIONS } from "./route.ts";

describe("an address", () => {
  it("names a conversation, and a message in it", () => {
    expect(readAddress(addressOf("a/b"))).toEqual({ conversationId: "a/b", seq: null, settings: null });
    expect(readAddress(addressOf("c1", 7))).toEqual({ conversationId: "c1", seq: 7, settings: null });
    expect(readAddress(addressOf(null)).conversationId).toBeNull();
  });

  it("names nothing where it is mistyped", () => {
    expect(readAddress("#/conversations/%E0%A4%A").conversationId).toBeNull();
  });

  it("names a page of the settings, or their menu where there is no such page", () => {
    for (const section of SECTIONS) {
      expect(readAddress(addressOfSettings(section))).toEqual({
        conversationId: null,
        seq: null,
        settings: section,
      });
    }
    expect(readAddress(addressOfSettings()).settings).toBe("menu");
    expect(readAddress("#/settings/nothing").settings).toBe("menu");
  });
});
