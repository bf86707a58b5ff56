import type { AgentRole } from "@live-chat/contract/common.ts";
import { SECTIONS, type Section } from "./route.ts";

const FOR_ADMINS = new Set<Section>(["workspace", "api-keys", "webhooks", "audit"]);

/** The pages of the settings that someone in this role may see. */
export function visibleSections(role: AgentRole): Section[] {
  return SECTIONS.filter((section) => role === "admin" || !FOR_ADMINS.has(section));
}
