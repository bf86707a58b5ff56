import type { IncomingMessage, ServerResponse } from "node:http";
import { readBody, sendJson } from "../http.ts";
import type { Simulator } from "../simulator.ts";
import type { Account } from "../world.ts";
import { GraphError } from "./graph-error.ts";
import { LARGEST_UPLOAD } from "./media-rules.ts";
import { invalid, parseBody } from "./parse-body.ts";
import { RateLimit } from "./rate-limit.ts";
import { receiveSend } from "./receive-send.ts";
import { readBody as readReceipt } from "./send-schema.ts";
import { listTemplates } from "./templates.ts";
import { uploadMedia } from "./upload-media.ts";

const MEBIBYTE = 1024 * 1024;
/** How long "typing…" shows at most, in ms. */
const TYPING = 25_000;

export type GraphHandler = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;

/** The fake Graph API under `/graph/v…/`, and the media's own address. */
export function graphRoutes(simulator: Simulator): GraphHandler {
  const { chaos, media, world } = simulator;
  const limit = new RateLimit(simulator.now);

  return async (request, response, url) => {
    try {
      checkToken(request.headers.authorization);
      if (url.pathname.startsWith("/whatsapp_business/")) return download(response, url);
      const [, , version = "", node = "", edge = "", more] = url.pathname.split("/");
      if (!/^v\d+\.\d+$/.test(version) || more !== undefined) throw unknownNode(node);
      const answer = await route(request, url, node, edge);
      if (answer === "cut") response.destroy();
      else if (answer !== "silence") sendJson(response, 200, answer);
    } catch (error) {
      const refusal = error instanceof GraphError ? error : new GraphError(1, (error as Error).message);
      if (!(error instanceof GraphError)) console.error(error);
      sendJson(response, refusal.status, refusal.toAnswer());
    }
  };

  async function route(request: IncomingMessage, url: URL, node: string, edge: string): Promise<unknown> {
    const origin = `http://${request.headers.host}`;
    const account = world.accounts.get(node);
    switch (`${request.method} ${edge}`) {
      case "POST messages":
        if (!account) throw unknownNode(node);
        return receiveMessage(request, account);
      case "POST media":
        if (!account) throw unknownNode(node);
        if (chaos.chance(chaos.settings.lose_request, `lose upload ${node}`)) return "cut";
        return uploadMedia(media, request.headers, await readBody(request, LARGEST_UPLOAD + MEBIBYTE));
      case "GET message_templates":
        if (!isBusiness(node)) throw unknownNode(node);
        return listTemplates(simulator.templates, url.searchParams);
      case "GET phone_numbers":
        if (!isBusiness(node)) throw unknownNode(node);
        return { data: [...world.accounts.values()].filter((it) => it.waba_id === node).map(describe) };
      case "GET ": {
        const file = media.get(node);
        if (!account && !file) throw unknownNode(node);
        return account ? describe(account) : media.describe(file!, origin);
      }
      case "DELETE ":
        if (!media.remove(node)) throw unknownNode(node);
        return { success: true };
      default:
        throw unknownNode(node);
    }
  }

  async function receiveMessage(request: IncomingMessage, account: Account): Promise<unknown> {
    const body = parseJson(await readBody(request, MEBIBYTE));
    if (typeof body === "object" && body !== null && "status" in body) return markRead(account.id, body);
    return receiveSend(simulator, limit, request, account, body);
  }

  function markRead(accountId: string, raw: unknown): { success: true } {
    const { message_id, typing_indicator } = parseBody(readReceipt, raw);
    const chats = world.chats().filter(({ account }) => account === accountId);
    const chat = chats.find(({ messages }) => messages.some(({ id }) => id === message_id));
    if (!chat) {
      // A message from before this simulator started.
      if (message_id.startsWith("wamid.")) return { success: true };
      throw new GraphError(131009, "Parameter 'message_id' is not a message of this number.");
    }
    for (const message of chat.messages) {
      if (message.from === "customer" && message.status !== "read") {
        message.status = "read";
        world.show(chat, message);
      }
      if (message.id === message_id) break;
    }
    if (typing_indicator) {
      chat.typing_until = simulator.now() + TYPING;
      world.showChat(chat);
    }
    return { success: true };
  }

  function download(response: ServerResponse, url: URL): void {
    const { bytes, mime_type } = media.open(url.searchParams);
    response.writeHead(200, { "content-type": mime_type, "content-length": bytes.length }).end(bytes);
  }

  function checkToken(header: string | undefined): void {
    const known = header === `Bearer ${simulator.accessToken}`;
    if (known && !chaos.settings.refuse_token) return;
    const message = known
      ? "Error validating access token: Session has expired."
      : "Invalid OAuth access token - Cannot parse access token";
    throw new GraphError(190, null, { message, ...(known ? { subcode: 463 } : {}) });
  }

  function isBusiness(node: string): boolean {
    return [...world.accounts.values()].some(({ waba_id }) => waba_id === node);
  }
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw invalid("The request's body is not JSON.");
  }
}

function describe({
  id,
  display_phone_number,
  verified_name,
}: {
  id: string;
  display_phone_number: string;
  verified_name: string;
}) {
  return { id, display_phone_number, verified_name, quality_rating: "GREEN" };
}

function unknownNode(node: string): GraphError {
  const message = `Unsupported request. Object with ID '${node}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.`;
  return new GraphError(100, null, { message, subcode: 33, type: "GraphMethodException" });
}
