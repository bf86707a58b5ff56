import type { Template } from "@live-chat/contract/templates.ts";

/** `order_ready` → `Order ready` */
export function templateName({ name }: Pick<Template, "name">): string {
  const plain = name.replaceAll("_", " ");
  return plain.charAt(0).toLocaleUpperCase() + plain.slice(1);
}

/** `en_US` → `American English`, in the agent's language. */
export function languageName(code: string, language: string): string {
  try {
    return new Intl.DisplayNames([language], { type: "language" }).of(code.replace("_", "-")) ?? code;
  } catch {
    return code;
  }
}
