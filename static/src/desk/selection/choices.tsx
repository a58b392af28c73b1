/** What can be done to some tickets, as choices of menus: the bar above the list and the menu of a row offer the same. */
import { t } from "../../shared/i18n";
import { Avatar } from "../../shared/ui/Avatar";
import type { Choice } from "../../shared/ui/Menu";
import { PRIORITIES, PRIORITY_ICONS, priorityWords, STATUSES, statusWords } from "../app/words";
import { snoozeHint, snoozeTimes } from "../conversation/snooze-times";
import { askSnooze } from "../conversation/snoozing";
import * as state from "../store/state";
import { changeMany } from "./bulk";

export function statusChoices(numbers: readonly number[]): Choice[] {
  return STATUSES.filter((status) => status !== "snoozed").map((status) => ({
    key: status,
    label: statusWords(status),
    mark: <span class={`dot ${status}`} />,
    pick: () => void changeMany(numbers, { action: "status", params: { status } }),
  }));
}

export function snoozing(numbers: readonly number[]): Choice[] {
  const now = Date.now();
  const times = snoozeTimes(now, state.zone.value.tz).map(({ key, label, at }) => ({
    key,
    label,
    hint: snoozeHint(at, now, state.zone.value),
    pick: () => snoozeUntil(numbers, at),
  }));
  const other = {
    key: "other",
    label: t("Another time…"),
    apart: true,
    pick: () => askSnooze(numbers.length, (at) => snoozeUntil(numbers, at)),
  };
  return [...times, other];
}

function snoozeUntil(numbers: readonly number[], at: number): void {
  const params = { status: "snoozed" as const, snoozed_until: new Date(at).toISOString() };
  void changeMany(numbers, { action: "status", params });
}

export function agentChoices(numbers: readonly number[]): Choice[] {
  const mine = state.me.value;
  const give = (agent_id: number | null) =>
    void changeMany(numbers, { action: "assignee", params: { agent_id } });
  const others = state.agents.value.filter((agent) => agent.id !== mine.id);
  return [
    {
      key: "me",
      label: t("{name} (me)", { name: mine.name }),
      mark: <Avatar id={mine.id} name={mine.name} size="xs" />,
      pick: () => give(mine.id),
    },
    { key: "nobody", label: t("Nobody"), mark: <span class="nobody" />, pick: () => give(null) },
    ...others.map((agent) => ({
      key: String(agent.id),
      label: agent.name,
      mark: <Avatar id={agent.id} name={agent.name} size="xs" />,
      pick: () => give(agent.id),
    })),
  ];
}

export function teamChoicesFor(numbers: readonly number[]): Choice[] {
  const move = (team_id: number | null) => void changeMany(numbers, { action: "team", params: { team_id } });
  const teams = state.teams.value.map((team) => ({
    key: String(team.id),
    label: team.name,
    icon: "hash" as const,
    pick: () => move(team.id),
  }));
  return [...teams, { key: "none", label: t("No team"), apart: teams.length > 0, pick: () => move(null) }];
}

export function priorityChoices(numbers: readonly number[]): Choice[] {
  return PRIORITIES.toReversed().map((priority) => ({
    key: priority,
    label: priorityWords(priority),
    icon: PRIORITY_ICONS[priority],
    pick: () => void changeMany(numbers, { action: "priority", params: { priority } }),
  }));
}
