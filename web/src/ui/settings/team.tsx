import type { Agent } from "@live-chat/contract/agents.ts";
import { useState } from "preact/hooks";
import { updateAgent } from "../../actions/agents.ts";
import { words } from "../../language/words.ts";
import { problemText } from "../../text/problem-text.ts";
import { useApp } from "../app-context.ts";
import { AddButton } from "../form/buttons.tsx";
import { Confirm } from "../form/confirm.tsx";
import { Failure } from "../form/failure.tsx";
import { Part } from "../form/part.tsx";
import { Records } from "../form/records.tsx";
import { Section } from "../form/section.tsx";
import { useSaving } from "../form/use-saving.ts";
import { useAdmin } from "../use-admin.ts";
import { AgentRecord, agentName } from "./agent-record.tsx";
import { InviteAgent } from "./invite-agent.tsx";
import { RenameAgent } from "./rename-agent.tsx";

type Opened = { window: "invite" } | { window: "rename" | "deactivate"; agent: Agent };

/** Who is on the team; admins invite, change and deactivate. */
export function Team() {
  const app = useApp();
  const admin = useAdmin();
  const [opened, setOpened] = useState<Opened | null>(null);
  const { save, failure } = useSaving();
  const w = words.value;
  const close = () => setOpened(null);
  const change = (agent: Agent, changes: Partial<Pick<Agent, "role" | "disabled">>) =>
    void save(() => updateAgent(app, agent.id, changes));
  return (
    <Section
      hint={w.settings.teamHint}
      actions={
        admin && <AddButton label={w.settings.invite} onClick={() => setOpened({ window: "invite" })} />
      }
    >
      {failure && <Failure>{problemText(failure, w)}</Failure>}
      <Part name="agents">
        {(agents) => (
          <Records label={w.settings.sections.team}>
            {agents.map((agent) => (
              <AgentRecord
                key={agent.id}
                agent={agent}
                {...(admin && {
                  onRole: (role) => change(agent, { role }),
                  onRename: () => setOpened({ window: "rename", agent }),
                  onLetIn: () => change(agent, { disabled: false }),
                  onDeactivate: () => setOpened({ window: "deactivate", agent }),
                })}
              />
            ))}
          </Records>
        )}
      </Part>
      {opened?.window === "invite" && <InviteAgent onClose={close} />}
      {opened?.window === "rename" && <RenameAgent agent={opened.agent} onClose={close} />}
      {opened?.window === "deactivate" && (
        <Confirm
          title={w.settings.deactivateTitle(agentName(opened.agent))}
          action={w.settings.deactivate}
          work={() => updateAgent(app, opened.agent.id, { disabled: true })}
          onClose={close}
        >
          <p>{w.settings.deactivateHint}</p>
        </Confirm>
      )}
    </Section>
  );
}
