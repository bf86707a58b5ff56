import type { OwnNumber } from "@live-chat/contract/channels.ts";
import type { RequestHandler } from "express";
import type { Dependencies } from "../dependencies.ts";

/** `GET /numbers`: our numbers on channels that let us write first. */
export function listNumbers({ channels }: Pick<Dependencies, "channels">): RequestHandler {
  return async (_request, response) => {
    const lists = await Promise.all(
      Object.values(channels).map(async (channel): Promise<OwnNumber[]> => channel.listNumbers?.() ?? []),
    );
    response.json({ numbers: lists.flat() });
  };
}
