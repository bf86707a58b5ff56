/** Every key carries the same hash tag, so that on a Redis cluster one script may touch them all. */
const PREFIX = "{live-chat}:";

export const redisKeys = {
  /** Stream: the event log. */
  log: `${PREFIX}log`,
  /** String: the log's random id and the time it began, `<random>:<ms since 1970>`. */
  logOrigin: `${PREFIX}log-origin`,
  /** Channel: rings after each append; the message is the log's new head. */
  bell: `${PREFIX}bell`,
  /** Channel: typing and presence, never logged. */
  ephemeral: `${PREFIX}ephemeral`,
  /** Hash: where each agent is, by agent id. */
  presence: `${PREFIX}presence`,
  /** String: who changes agents just now. */
  agentsLock: `${PREFIX}agents-lock`,
  /** String: replaced by every append; a cached list page is valid only under the token it was read with. */
  listToken: `${PREFIX}list-token`,
  /** String: the cached first page of the conversation list. */
  listPage: `${PREFIX}list-page`,
  /** String: replaced by every change of an outgoing webhook's endpoint. */
  webhookEndpointsToken: `${PREFIX}webhook-endpoints-token`,
  /** Sorted set: how many clients each gateway holds. */
  gateways: `${PREFIX}gateways`,
  /** String: the last `seq` of this conversation that stands in the log. */
  published: (conversationId: string) => `${PREFIX}published:${conversationId}`,
  /** String: this conversation's customer was told just now that somebody types. */
  typingOnChannel: (conversationId: string) => `${PREFIX}typing-on-channel:${conversationId}`,
  /** String: whom a stream ticket admits. */
  ticket: (ticket: string) => `${PREFIX}ticket:${ticket}`,
} as const;
