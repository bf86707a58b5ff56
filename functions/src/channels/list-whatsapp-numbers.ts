import type { OwnNumber } from "@live-chat/contract/channels.ts";
import * as v from "valibot";
import { ProblemError } from "../problem.ts";
import { callGraph } from "./graph-api.ts";
import type { WhatsAppAccess } from "./whatsapp.ts";

/** More than a business is given. */
const MOST = 100;

const graphPage = v.looseObject({
  data: v.array(
    v.looseObject({
      id: v.string(),
      display_phone_number: v.string(),
      verified_name: v.optional(v.string()),
    }),
  ),
});

/** The numbers of our WhatsApp Business Account. Throws `unavailable`. */
export async function listWhatsAppNumbers(access: WhatsAppAccess): Promise<OwnNumber[]> {
  if (access.businessAccount === null) return [];
  const query = `fields=id,display_phone_number,verified_name&limit=${MOST}`;
  const answer = await callGraph(access, "GET", `${access.businessAccount}/phone_numbers?${query}`);
  const page = answer.kind === "answer" && answer.status === 200 ? v.safeParse(graphPage, answer.body) : null;
  if (!page?.success) throw new ProblemError("unavailable", "WhatsApp doesn't list our numbers now");
  return page.output.data.map(({ id, display_phone_number, verified_name }) => ({
    ...{ channel: "whatsapp", account: id, phone: display_phone_number },
    name: verified_name ?? null,
  }));
}
