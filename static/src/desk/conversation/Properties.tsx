/** Status, assignee, team and priority as menus under the subject. */
import { t } from "../../shared/i18n";
import { Avatar } from "../../shared/ui/Avatar";
import { Icon } from "../../shared/ui/Icon";
import { type Choice, Menu } from "../../shared/ui/Menu";
import { PRIORITIES, PRIORITY_ICONS, priorityWords, STATUSES, statusWords } from "../app/words";
import * as state from "../store/state";
import { assign, setPriority, setStatus, setTeam } from "../store/verbs";
import type { KnownTicket } from "../types";

export function Properties({ ticket }: { ticket: KnownTicket }) {
  return (
    <div class="props">
      <Menu label={t("Status: {words}", { words: statusWords(ticket.status) })} choices={statuses(ticket)}>
        <span class={`dot ${ticket.status}`} />
        {statusWords(ticket.status)}
      </Menu>
      <Menu
        label={t("Assignee: {name}", { name: ticket.assignee?.name ?? t("nobody") })}
        choices={assignees(ticket)}
      >
        {ticket.assignee ? (
          <Avatar id={ticket.assignee.id} name={ticket.assignee.name} size="xs" />
        ) : (
          <span class="nobody" />
        )}
        <span class="cut">{ticket.assignee?.name ?? t("Assign")}</span>
      </Menu>
      <Menu
        label={t("Priority: {words}", { words: priorityWords(ticket.priority) })}
        choices={priorities(ticket)}
      >
        <Icon name={PRIORITY_ICONS[ticket.priority]} size="s" />
        {priorityWords(ticket.priority)}
      </Menu>
      {state.teams.value.length > 0 && (
        <Menu
          label={t("Team: {name}", { name: ticket.team?.name ?? t("none") })}
          choices={teamChoices(ticket)}
        >
          <Icon name="hash" size="s" />
          <span class="cut">{ticket.team?.name ?? t("Team")}</span>
        </Menu>
      )}
      <span class="sp" />
      <span class="muted cut wide-only inboxname">{ticket.inbox.name}</span>
    </div>
  );
}

function statuses(ticket: KnownTicket): Choice[] {
  return STATUSES.filter((status) => status !== "snoozed" || ticket.status === "snoozed").map((status) => ({
    key: status,
    label: statusWords(status),
    mark: <span class={`dot ${status}`} />,
    chosen: ticket.status === status,
    pick: () => void (status === "snoozed" ? undefined : setStatus(ticket.number, status)),
  }));
}

function assignees(ticket: KnownTicket): Choice[] {
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

function priorities(ticket: KnownTicket): Choice[] {
  return PRIORITIES.toReversed().map((priority) => ({
    key: priority,
    label: priorityWords(priority),
    icon: PRIORITY_ICONS[priority],
    chosen: ticket.priority === priority,
    pick: () => void setPriority(ticket.number, priority),
  }));
}

function teamChoices(ticket: KnownTicket): Choice[] {
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
