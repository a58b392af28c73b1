/** Status, assignee, team and priority as menus under the subject. */
import { t } from "../../shared/i18n";
import { Avatar } from "../../shared/ui/Avatar";
import { Icon } from "../../shared/ui/Icon";
import { Menu } from "../../shared/ui/Menu";
import { hinted } from "../app/commands";
import { Due } from "../app/Due";
import { PRIORITY_ICONS, priorityWords, scoreColour, statusWords } from "../app/words";
import * as state from "../store/state";
import type { KnownTicket } from "../types";
import { Company } from "./Company";
import { assignees, priorities, statuses, teamChoices } from "./property-choices";
import { snoozeHint } from "./snooze-times";

export function Properties({ ticket }: { ticket: KnownTicket }) {
  return (
    <div class="props">
      <Menu
        label={t("Status: {words}", { words: statusWords(ticket.status) })}
        title={hinted(t("Status: {words}", { words: statusWords(ticket.status) }), "status")}
        command="status"
        choices={statuses(ticket)}
      >
        <span class={`dot ${ticket.status}`} />
        <span class="cut">{statusLine(ticket)}</span>
      </Menu>
      <Menu
        label={t("Assignee: {name}", { name: ticket.assignee?.name ?? t("nobody") })}
        title={hinted(t("Assignee: {name}", { name: ticket.assignee?.name ?? t("nobody") }), "assign")}
        command="assign"
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
        title={hinted(t("Priority: {words}", { words: priorityWords(ticket.priority) }), "priority")}
        command="priority"
        choices={priorities(ticket)}
      >
        <Icon name={PRIORITY_ICONS[ticket.priority]} size="s" />
        {priorityWords(ticket.priority)}
      </Menu>
      {state.teams.value.length > 0 && (
        <Menu
          label={t("Team: {name}", { name: ticket.team?.name ?? t("none") })}
          title={hinted(t("Team: {name}", { name: ticket.team?.name ?? t("none") }), "team")}
          command="team"
          choices={teamChoices(ticket)}
        >
          <Icon name="hash" size="s" />
          <span class="cut">{ticket.team?.name ?? t("Team")}</span>
        </Menu>
      )}
      {ticket.satisfaction?.score && (
        <span
          class={`chip ${scoreColour(ticket.satisfaction.score)}`}
          title={t("The customer rated {score} of 5", { score: ticket.satisfaction.score })}
        >
          <Icon name="star" size="xs" />
          {ticket.satisfaction.score}
        </span>
      )}
      <span class="sp" />
      <Company number={ticket.number} />
      {ticket.due_at && <Due at={ticket.due_at} />}
      <span class="muted cut wide-only inboxname">{ticket.inbox.name}</span>
    </div>
  );
}

/** The status, and for a snoozed ticket when it comes back. */
function statusLine(ticket: KnownTicket): string {
  if (ticket.status !== "snoozed" || !ticket.snoozed_until) return statusWords(ticket.status);
  const time = snoozeHint(Date.parse(ticket.snoozed_until), state.now.value, state.zone.value);
  return t("Until {time}", { time });
}
