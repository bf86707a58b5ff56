import type { Template } from "@live-chat/contract/templates.ts";
import * as v from "valibot";
import { ProblemError } from "../problem.ts";
import { callGraph } from "./graph-api.ts";
import type { WhatsAppAccess } from "./whatsapp.ts";

/** WhatsApp lets an account have 250 templates, or 6,000 once it is verified; this many are read. */
const MOST = 1_000;
const PAGE = 250;

/** The approved templates that can be sent by filling in texts. Throws `unavailable`. */
export async function listWhatsAppTemplates(access: WhatsAppAccess): Promise<Template[]> {
  const templates: Template[] = [];
  if (access.businessAccount === null) return templates;
  const fields = "name,language,status,category,parameter_format,components";
  const query = `status=APPROVED&fields=${fields}&limit=${PAGE}`;
  for (let after: string | null = ""; after !== null && templates.length < MOST; ) {
    const next: string = after && `&after=${encodeURIComponent(after)}`;
    const answer = await callGraph(
      access,
      "GET",
      `${access.businessAccount}/message_templates?${query}${next}`,
    );
    const page =
      answer.kind === "answer" && answer.status === 200 ? v.safeParse(graphPage, answer.body) : null;
    if (!page?.success) throw new ProblemError("unavailable", "WhatsApp doesn't list its templates now");
    templates.push(...page.output.data.flatMap(toTemplates));
    after = (page.output.paging?.next && page.output.paging.cursors?.after) || null;
  }
  return templates;
}

const text = v.string();
const graphTemplate = v.looseObject({
  name: text,
  language: text,
  status: text,
  category: text,
  components: v.array(
    v.looseObject({
      type: text,
      format: v.optional(text),
      text: v.optional(text),
      example: v.optional(v.unknown()),
      buttons: v.optional(
        v.array(v.looseObject({ type: text, text: v.optional(text), url: v.optional(text) })),
      ),
    }),
  ),
});
const graphPage = v.looseObject({
  data: v.array(v.unknown()),
  paging: v.optional(
    v.looseObject({
      next: v.optional(text),
      cursors: v.optional(v.looseObject({ after: v.optional(text) })),
    }),
  ),
});

/** None where it isn't approved, or needs a file or a code. */
function toTemplates(raw: unknown): Template[] {
  const parsed = v.safeParse(graphTemplate, raw);
  if (!parsed.success || parsed.output.status !== "APPROVED") return [];
  const { name, language, category, components } = parsed.output;
  const part = (type: string) => components.find((it) => it.type.toUpperCase() === type);
  const [header, body, footer] = [part("HEADER"), part("BODY"), part("FOOTER")];
  const buttons = part("BUTTONS")?.buttons ?? [];
  const needsMore = buttons.some(({ type }) => !PLAIN_BUTTONS.has(type.toUpperCase()));
  if (!body?.text || (header && header.format?.toUpperCase() !== "TEXT") || needsMore) return [];
  return [
    {
      ...{ name, language, category, text: body.text, header: header?.text ?? null },
      footer: footer?.text ?? null,
      buttons: buttons.map((button) => button.text ?? ""),
      variables: [
        ...variablesIn(header?.text, "header.", header?.example),
        ...variablesIn(body.text, "", body.example),
        ...buttons.flatMap(({ url }, index) => (url?.includes("{{1}}") ? [buttonVariable(index)] : [])),
      ],
    },
  ];
}

const PLAIN_BUTTONS = new Set(["QUICK_REPLY", "URL", "PHONE_NUMBER"]);

const buttonVariable = (index: number) => ({ key: `button.${index}`, example: null });

function variablesIn(text: string | undefined, prefix: string, examples: unknown) {
  const names = [...new Set(Array.from(text?.matchAll(/\{\{(\w+)\}\}/g) ?? [], (match) => match[1]!))];
  return names.map((name, index) => ({ key: prefix + name, example: exampleOf(examples, name, index) }));
}

/** Meta's examples: `body_text: [["Ana", "42"]]`, `header_text: ["Ana"]`, or `…_named_params: [{param_name, example}]`. */
function exampleOf(examples: unknown, name: string, index: number): string | null {
  for (const list of Object.values((examples ?? {}) as Record<string, unknown>)) {
    if (!Array.isArray(list)) continue;
    const named = list.find((it) => it?.param_name === name)?.example;
    const placed = list.flat()[index];
    const found = named ?? placed;
    if (typeof found === "string") return found;
  }
  return null;
}
