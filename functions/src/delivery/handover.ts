import type { DeliveryError } from "@live-chat/contract/message.ts";
import type { ConversationDocument } from "@live-chat/core/documents.ts";
import type { Outcome } from "../channels/channel.ts";
import type { Lease } from "./lease.ts";

/** Something of a conversation that waits to be handed to its channel: a message, or a reaction to one. */
export type Handover = {
  /** What it is, for the log. */
  name: Record<string, string | number>;
  /** When somebody began to hand it over and never told how that ended. */
  began: string | null;
  /** Why the channel needn't even be asked; null: it is to be asked. */
  refusal: DeliveryError | null;
  /** Whether the channel takes it only while its window is open. */
  needsWindow: boolean;
  /**
   * Marks it as being handed over, before it is: from then on it may have left, and no one begins the same again.
   * Returns when it began; null where there is nothing to begin any more. `now` in ms. Throws LeaseHeldError.
   */
  begin(lease: Lease, now: number): Promise<string | null>;
  /** Takes the mark back, as it surely didn't leave. */
  undoBegin(began: string): Promise<void>;
  /** Hands it over. Never throws for what the channel does. */
  deliver(conversation: ConversationDocument): Promise<Outcome>;
  settleAccepted(outcome: Extract<Outcome, { outcome: "accepted" }>): Promise<void>;
  settleFailed(error: DeliveryError): Promise<void>;
  /** Nothing is known about how it went: unconfirmed where it is time, else looked at again then. */
  settleUnknown(began: string): Promise<void>;
};
