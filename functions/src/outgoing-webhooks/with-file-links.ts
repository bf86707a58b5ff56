import type { LinkFiles } from "../media/link-files.ts";
import type { OutgoingEvent } from "./outgoing-event.ts";

/**
 * Takes an event's body as it is stored, returns it as it is sent: with links in place of files' addresses. They
 * are made for each attempt, since a link of yesterday would be of no use, and one for a week of too much.
 */
export function withFileLinks(body: string, link: LinkFiles): string {
  const event = JSON.parse(body) as { data: OutgoingEvent["data"] };
  for (const message of [event.data.message, event.data.conversation?.last_message]) {
    if (message) message.attachments = link(message.attachments);
  }
  return JSON.stringify(event);
}
