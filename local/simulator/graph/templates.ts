/** A message template, as `GET /{waba-id}/message_templates` lists it. */
export type MessageTemplate = {
  id: string;
  name: string;
  language: string;
  status: "APPROVED" | "PENDING" | "REJECTED" | "PAUSED" | "DISABLED";
  category: "UTILITY" | "MARKETING" | "AUTHENTICATION";
  parameter_format: "POSITIONAL" | "NAMED";
  components: TemplateComponent[];
};

export type TemplateComponent =
  | { type: "HEADER"; format: "TEXT" | "IMAGE" | "VIDEO" | "DOCUMENT"; text?: string; example?: unknown }
  | { type: "BODY"; text: string; example?: unknown }
  | { type: "FOOTER"; text: string }
  | { type: "BUTTONS"; buttons: { type: "QUICK_REPLY" | "URL"; text: string; url?: string }[] };

/** The demo's templates: with and without variables, named ones, a photo, buttons, and some that can't be sent. */
export const DEMO_TEMPLATES: MessageTemplate[] = [
  {
    id: "594425479261596",
    name: "hello_world",
    language: "en_US",
    status: "APPROVED",
    category: "UTILITY",
    parameter_format: "POSITIONAL",
    components: [
      { type: "HEADER", format: "TEXT", text: "Hello World" },
      { type: "BODY", text: "Welcome! This message shows that sending works." },
      { type: "FOOTER", text: "Lumen & Co" },
    ],
  },
  {
    id: "594425479261597",
    name: "order_ready",
    language: "en",
    status: "APPROVED",
    category: "UTILITY",
    parameter_format: "POSITIONAL",
    components: [
      {
        type: "BODY",
        text: "Hello {{1}}, your order {{2}} is ready. You can pick it up whenever you like.",
        example: { body_text: [["Ana", "A-1042"]] },
      },
      { type: "FOOTER", text: "Lumen & Co" },
    ],
  },
  {
    id: "594425479261598",
    name: "order_ready",
    language: "de",
    status: "APPROVED",
    category: "UTILITY",
    parameter_format: "POSITIONAL",
    components: [
      {
        type: "BODY",
        text: "Guten Tag {{1}}, Ihre Bestellung {{2}} ist fertig und liegt für Sie bereit.",
        example: { body_text: [["Ana", "A-1042"]] },
      },
      { type: "FOOTER", text: "Lumen & Co" },
    ],
  },
  {
    id: "594425479261599",
    name: "repair_follow_up",
    language: "en",
    status: "APPROVED",
    category: "UTILITY",
    parameter_format: "NAMED",
    components: [
      {
        type: "BODY",
        text: "Hello {{customer_name}}, how is your {{lamp}} doing since the repair?",
        example: {
          body_text_named_params: [
            { param_name: "customer_name", example: "Ana" },
            { param_name: "lamp", example: "floor lamp" },
          ],
        },
      },
      {
        type: "BUTTONS",
        buttons: [
          { type: "QUICK_REPLY", text: "All fine" },
          { type: "QUICK_REPLY", text: "Please call me" },
        ],
      },
    ],
  },
  {
    id: "594425479261600",
    name: "autumn_lamps",
    language: "en",
    status: "APPROVED",
    category: "MARKETING",
    parameter_format: "POSITIONAL",
    components: [
      { type: "HEADER", format: "IMAGE" },
      { type: "BODY", text: "{{1}}, the evenings are getting longer. Our new lamps are in the shop." },
      { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Show me" }] },
    ],
  },
  {
    id: "594425479261601",
    name: "summer_sale",
    language: "en",
    status: "PAUSED",
    category: "MARKETING",
    parameter_format: "POSITIONAL",
    components: [{ type: "BODY", text: "Everything is 20 % off this week." }],
  },
  {
    id: "594425479261602",
    name: "free_lamp",
    language: "en",
    status: "REJECTED",
    category: "MARKETING",
    parameter_format: "POSITIONAL",
    components: [{ type: "BODY", text: "You won a lamp!!! Answer now!!!" }],
  },
];

/** The page of templates that a query asks for, as Graph gives it. */
export function listTemplates(templates: MessageTemplate[], query: URLSearchParams) {
  const limit = Math.min(Math.max(Number(query.get("limit")) || 25, 1), 1000);
  const found = templates.filter((template) =>
    (["name", "language", "status", "category"] as const).every(
      (field) => !query.get(field) || template[field] === query.get(field),
    ),
  );
  const from = Number(Buffer.from(query.get("after") ?? "", "base64url").toString()) || 0;
  const page = found.slice(from, from + limit);
  const fields = query.get("fields")?.split(",") ?? null;
  const cursor = (index: number) => Buffer.from(`${index}`).toString("base64url");
  return {
    data: page.map((template) => (fields ? pick(template, ["id", ...fields]) : template)),
    paging: {
      cursors: { before: cursor(from), after: cursor(from + page.length) },
      ...(from + page.length < found.length ? { next: `?after=${cursor(from + page.length)}` } : {}),
    },
  };
}

function pick(template: MessageTemplate, fields: string[]) {
  return Object.fromEntries(Object.entries(template).filter(([name]) => fields.includes(name)));
}
