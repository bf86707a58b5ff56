import type { Conversation } from "@live-chat/contract/conversation.ts";
import { fillTemplate } from "@live-chat/contract/fill-template.ts";
import type { Template, TemplateBody } from "@live-chat/contract/templates.ts";
import { ProblemError } from "../problem.ts";
import type { OutboundChannels } from "./channel.ts";

type Place = Pick<Conversation, "channel" | "account">;

export type TemplateDirectory = {
  /** The approved templates; none where the channel knows no such thing. Throws `unavailable`. */
  list(place: Place): Promise<Template[]>;
  /** The text that the customer will read. Throws `template_not_found`, `bad_request`, `unavailable`. */
  fill(place: Place, asked: TemplateBody): Promise<string>;
};

/** Templates change by review, which takes hours; but who waits for one looks again soon. In ms. */
const KEPT = 60_000;

/** Asks the channels for their templates, each at most once a minute. */
export function createTemplateDirectory(channels: OutboundChannels): TemplateDirectory {
  const kept = new Map<string, { templates: Promise<Template[]>; until: number }>();
  async function list({ channel, account }: Place): Promise<Template[]> {
    const key = `${channel}/${account}`;
    const known = kept.get(key);
    if (known && Date.now() < known.until) return known.templates;
    const templates = channels[channel].listTemplates?.(account) ?? Promise.resolve([]);
    kept.set(key, { templates, until: Date.now() + KEPT });
    templates.catch(() => kept.delete(key));
    return templates;
  }
  return {
    list,
    async fill(place, asked) {
      const templates = await list(place);
      const template = templates.find((it) => it.name === asked.name && it.language === asked.language);
      if (!template) throw new ProblemError("template_not_found");
      checkVariables(template, asked);
      return fillTemplate(template, asked.variables);
    },
  };
}

function checkVariables({ variables }: Template, asked: TemplateBody): void {
  const keys = new Set(variables.map(({ key }) => key));
  const missing = [...keys].filter((key) => !Object.hasOwn(asked.variables, key));
  const unknown = Object.keys(asked.variables).filter((key) => !keys.has(key));
  if (missing.length === 0 && unknown.length === 0) return;
  const pointer = (key: string) => `/template/variables/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  throw new ProblemError("bad_request", "the template has other variables", {
    errors: [
      ...missing.map((key) => ({ pointer: pointer(key), detail: "is missing" })),
      ...unknown.map((key) => ({ pointer: pointer(key), detail: "is not known here" })),
    ],
  });
}
