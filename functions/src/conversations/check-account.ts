import type { ChannelName } from "@live-chat/contract/common.ts";
import { conversations } from "@live-chat/core/documents.ts";
import type { Dependencies } from "../dependencies.ts";
import { ProblemError } from "../problem.ts";

/**
 * Makes sure that an account is one of ours: somebody wrote to it before, or its channel lists it. Throws
 * `account_not_found`; `unavailable` if the channel can't be asked.
 */
export async function checkAccount(
  { db, channels }: Pick<Dependencies, "db" | "channels">,
  channel: ChannelName,
  account: string,
): Promise<void> {
  const ours = conversations(db).where("channel", "==", channel).where("account", "==", account);
  if (!(await ours.limit(1).select().get()).empty) return;
  const listed = (await channels[channel].listNumbers?.()) ?? [];
  if (listed.some((it) => it.account === account)) return;
  throw new ProblemError("account_not_found", "no number of ours has this id", {
    errors: [{ pointer: "/account", detail: "should be the id of a number of ours" }],
  });
}
