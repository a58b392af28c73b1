/** What the menus under the subject offer, and what picking does. */
import { t } from "../../shared/i18n";
import { Avatar } from "../../shared/ui/Avatar";
import type { Choice } from "../../shared/ui/Menu";
import { PRIORITIES, PRIORITY_ICONS, priorityWords, STATUSES, statusWords } from "../app/words";
import * as state from "../store/state";
import { assign, setPriority, setStatus, setTeam } from "../store/verbs";
import type { KnownTicket } from "../types";

export function statuses(ticket: KnownTicket): Choice[] {
  return STATUSES.filter((status) => status !== "snoozed" || ticket.status === "snoozed").map((status) => ({
    key: status,
    label: statusWords(status),
    mark: <span class={`dot ${status}`} />,
    chosen: ticket.status === status,
    pick: () => void (status === "snoozed" ? undefined : setStatus(ticket.number, status)),
  }));
}

export function assignees(ticket: KnownTicket): Choice[] {
  const mine = state.me.value;
  const others = state.agents.value.filter((agent) => agent.id !== mine.id);
  const choice = (agent: { id: number; name: string }, label: string): Choice => ({
    key: String(agent.id),
    label,
    mark: <Avatar id={agent.id} name={agent.name} size="xs" />,
    chosen: ticket.assignee?.id === agent.id,
    pick: () => void assign(ticket.number, agent.id),
  });
  const nobody: Choice = {
    key: "nobody",
    label: t("Nobody"),
    mark: <span class="nobody" />,
    chosen: ticket.assignee === null,
    pick: () => void assign(ticket.number, null),
  };
  return [
    choice(mine, t("{name} (me)", { name: mine.name })),
    nobody,
    ...others.map((each) => choice(each, each.name)),
  ];
}

export function priorities(ticket: KnownTicket): Choice[] {
  return PRIORITIES.toReversed().map((priority) => ({
    key: priority,
    label: priorityWords(priority),
    icon: PRIORITY_ICONS[priority],
    chosen: ticket.priority === priority,
    pick: () => void setPriority(ticket.number, priority),
  }));
}

export function teamChoices(ticket: KnownTicket): Choice[] {
  const none: Choice = {
    key: "none",
    label: t("No team"),
    chosen: ticket.team === null,
    pick: () => void setTeam(ticket.number, null),
  };
  const teams = state.teams.value.map((team) => ({
    key: String(team.id),
    label: team.name,
    icon: "hash" as const,
    chosen: ticket.team?.id === team.id,
    pick: () => void setTeam(ticket.number, team.id),
  }));
  return [none, ...teams];
}
