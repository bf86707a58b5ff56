import { describe, expect, it } from "vitest";
import { sampleConversation } from "../testing/samples.ts";
import { holdOrder } from "./hold-order.ts";

const list = (...ids: string[]) => ids.map((conversation_id) => sampleConversation({ conversation_id }));
const ids = (shown: readonly { conversation_id: string }[]) => shown.map((one) => one.conversation_id);

describe("holdOrder", () => {
  it("keeps every row in its place while it is held", () => {
    expect(ids(holdOrder(list("c", "a", "b"), ["a", "b", "c"]))).toEqual(["a", "b", "c"]);
  });

  it("lets new rows wait, closes up over those that left, and appends what was loaded below", () => {
    expect(ids(holdOrder(list("new", "c", "a", "older"), ["a", "b", "c"]))).toEqual(["a", "c", "older"]);
  });

  it("settles when nothing is held", () => {
    expect(ids(holdOrder(list("c", "a"), null))).toEqual(["c", "a"]);
  });
});
