import type { Agent } from "@live-chat/contract/agents.ts";
import type { AgentRole } from "@live-chat/contract/common.ts";
import { useComputed } from "@preact/signals";
import { words } from "../../language/words.ts";
import { useApp } from "../app-context.ts";
import { Avatar } from "../avatar.tsx";
import { Record, Tag } from "../form/records.tsx";
import { Icon } from "../icon.tsx";
import { Menu, MenuAction } from "../menu.tsx";

export const agentName = ({ name, email, id }: Agent) => name ?? email ?? id;

type Props = {
  agent: Agent;
  /** Only for admins. */
  onRole?: (role: AgentRole) => void;
  onRename?: () => void;
  onLetIn?: () => void;
  onDeactivate?: () => void;
};

/** One of the team: role, whether they may come in, whether they are here now. */
export function AgentRecord({ agent, onRole, ...changes }: Props) {
  const { store } = useApp();
  const w = words.value;
  const me = useComputed(() => store.state.value.agent.id).value === agent.id;
  const here = useComputed(() => me || store.state.value.present.has(agent.id)).value && !agent.disabled;
  const name = agentName(agent);
  return (
    <Record
      lead={<Avatar id={agent.id} name={name} small />}
      title={
        <>
          <bdi>{name}</bdi> {me && `(${w.you})`}
        </>
      }
      faint={agent.disabled}
      tags={
        <>
          {agent.role === "admin" && <Tag>{w.settings.roles.admin}</Tag>}
          {agent.disabled && <Tag tone="bad">{w.settings.deactivated}</Tag>}
          {here && <Tag tone="good">{w.settings.hereNow}</Tag>}
        </>
      }
      actions={onRole && !me && <AgentMenu agent={agent} onRole={onRole} {...changes} />}
    >
      {agent.name && agent.email}
      {me && onRole && <p>{w.settings.notYourself}</p>}
    </Record>
  );
}

function AgentMenu({
  agent,
  onRole,
  onRename,
  onLetIn,
  onDeactivate,
}: Required<Pick<Props, "onRole">> & Props) {
  const w = words.value;
  const other = agent.role === "admin" ? "agent" : "admin";
  return (
    <Menu label={w.settings.changesOf(agentName(agent))} button={<Icon name="more" />}>
      {onRename && <MenuAction icon="edit" label={w.settings.rename} onClick={onRename} />}
      <MenuAction icon="people" label={w.settings.makeRole[other]} onClick={() => onRole(other)} />
      {agent.disabled
        ? onLetIn && <MenuAction icon="check" label={w.settings.letIn} onClick={onLetIn} />
        : onDeactivate && <MenuAction icon="revoked" label={w.settings.deactivate} onClick={onDeactivate} />}
    </Menu>
  );
}
