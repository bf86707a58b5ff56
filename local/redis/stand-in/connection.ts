import type { Socket } from "node:net";
import { answerRequest } from "./execute-command.ts";
import type { Reply } from "./reply.ts";
import { ProtocolError, RequestParser } from "./request-parser.ts";
import { encodeReply } from "./resp-encoder.ts";
import type { ServerState } from "./server-state.ts";
import { Session } from "./session.ts";

/** A subscriber with more than this unread is disconnected: client-output-buffer-limit pubsub 32mb. */
const maxUnreadBySubscriber = 32 * 1024 * 1024;

/** Browsers can be made to send these to any port; whoever sends them is no Redis client. */
const httpWords = /^(post|host:)$/i;

/** Serves one client's socket until either side closes it. */
export function serveConnection(server: ServerState, socket: Socket, id: number): void {
  const parser = new RequestParser();
  const send = (reply: Reply) => {
    if (!socket.destroyed) socket.write(encodeReply(reply, session.protocol));
  };
  const push = (message: Reply) => {
    send(message);
    if (socket.writableLength > maxUnreadBySubscriber) socket.destroy();
  };
  const session = new Session(id, `${socket.remoteAddress}:${socket.remotePort}`, push);
  server.sessions.set(id, session);

  socket.setNoDelay(true);
  socket.on("data", (chunk) => {
    // All answers to one chunk of a pipeline leave together.
    socket.cork();
    answerAll(server, session, parser, chunk, send);
    socket.uncork();
    if (session.closing) socket.end();
  });
  // A client that vanishes is a closed connection, nothing more.
  socket.on("error", () => socket.destroy());
  socket.on("close", () => forgetSession(server, session));
}

function answerAll(
  server: ServerState,
  session: Session,
  parser: RequestParser,
  chunk: Buffer,
  send: (reply: Reply) => void,
): void {
  if (session.closing) return;
  try {
    for (const request of parser.feed(chunk)) {
      if (httpWords.test(request[0]!)) session.closing = true;
      else send(answerRequest(server, session, request));
      if (session.closing) return;
    }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    send({ error: `ERR Protocol error: ${error.message}` });
    session.closing = true;
  }
}

function forgetSession(server: ServerState, session: Session): void {
  server.pubSub.unsubscribeAll(session);
  session.unwatchAll();
  server.sessions.delete(session.id);
}
