/** What the palette finds without asking the server: actions, views, pages, colleagues, teams, known tickets. */
import { t } from "../../shared/i18n";
import type { IconName } from "../../shared/icons";
import { places } from "../sidebar/places";
import * as state from "../store/state";
import { assign, setTeam } from "../store/verbs";
import type { TicketRow } from "../types";
import { can, commands } from "./commands";
import { go } from "./navigation";
import { fits } from "./palette-fuzzy";
import { channelIcon, viewIcon } from "./words";

export type Kind = "recent" | "tickets" | "actions" | "macros" | "views" | "people" | "pages";

export interface Item {
  id: string;
  kind: Kind;
  label: string;
  /** Said beside the label, and sought in too. */
  beside?: string;
  icon: IconName;
  key?: string;
  run: () => void;
}

const MOST: Record<Kind, number> = {
  recent: 5,
  tickets: 7,
  actions: 8,
  macros: 6,
  views: 6,
  people: 6,
  pages: 6,
};

export function kindWords(kind: Kind): string {
  const words: Record<Kind, string> = {
    recent: t("Recent"),
    tickets: t("Tickets"),
    actions: t("Actions"),
    macros: t("Macros"),
    views: t("Views"),
    people: t("People"),
    pages: t("Pages"),
  };
  return words[kind];
}

/** Everything that is here, in no order. */
export function known(): Item[] {
  return [...actions(), ...assignments(), ...views(), ...pages(), ...tickets()];
}

function actions(): Item[] {
  return commands.value
    .filter((each) => !each.offered && can(each))
    .map((each) => ({
      id: each.name,
      kind: each.group === "go" ? "views" : "actions",
      label: each.label(),
      icon: each.icon ?? "zap",
      ...(each.key ? { key: each.key } : {}),
      run: each.run,
    }));
}

function assignments(): Item[] {
  const ticket = state.openTicket.value;
  if (!ticket) return [];
  const people = state.agents.value.map(
    ({ id, name }): Item => ({
      id: `assign-${id}`,
      kind: "actions",
      label: t("Assign to {name}", { name }),
      icon: "user-round",
      run: () => void assign(ticket.number, id),
    }),
  );
  const teams = state.teams.value.map(
    ({ id, name }): Item => ({
      id: `team-${id}`,
      kind: "actions",
      label: t("Move to {name}", { name }),
      icon: "hash",
      run: () => void setTeam(ticket.number, id),
    }),
  );
  return [...people, ...teams];
}

function views(): Item[] {
  const keyed = new Set(commands.value.map((each) => each.name));
  return state.views.value
    .filter(({ key }) => !keyed.has(`go-${key}`))
    .map(({ key, label }) => ({
      id: `view-${key}`,
      kind: "views",
      label,
      icon: viewIcon(key),
      run: () => go({ view: key, filters: {}, number: null }),
    }));
}

function pages(): Item[] {
  return places(true).map(({ href, icon, label }) => ({
    id: href,
    kind: "pages",
    label,
    icon,
    run: () => location.assign(href),
  }));
}

function tickets(): Item[] {
  return [...state.tickets.value.values()].map(ticketItem);
}

export function ticketItem(row: TicketRow): Item {
  return {
    id: `ticket-${row.number}`,
    kind: "tickets",
    label: row.subject || t("(no subject)"),
    beside: `${row.contact.name} #${row.number}`,
    icon: channelIcon(row.channel),
    run: () => go({ number: row.number }),
  };
}

/** The fitting ones by kind, the best kind first, each kind's best first; nothing typed: what was used last. */
export function sorted(items: readonly Item[], typed: string, recent: readonly string[]): [Kind, Item[]][] {
  const found = new Map<Kind, { item: Item; score: number }[]>();
  for (const item of new Map(items.map((each) => [each.id, each])).values()) {
    const place = recent.indexOf(item.id);
    const score = typed ? fits(`${item.label} ${item.beside ?? ""}`, typed) + (place >= 0 ? 5 : 0) : 1;
    if (score === 0 || (typed && score === 5)) continue;
    const kind = !typed && place >= 0 ? "recent" : item.kind;
    if (!typed && kind === "tickets") continue;
    found.set(kind, [...(found.get(kind) ?? []), { item, score: kind === "recent" ? -place : score }]);
  }
  const order: Kind[] = ["recent", "actions", "macros", "tickets", "views", "people", "pages"];
  return [...found]
    .map(([kind, scored]): [Kind, Item[], number] => {
      scored.sort((one, other) => other.score - one.score);
      return [kind, scored.slice(0, MOST[kind]).map(({ item }) => item), scored[0]?.score ?? 0];
    })
    .sort((one, other) => (typed ? other[2] - one[2] : 0) || order.indexOf(one[0]) - order.indexOf(other[0]))
    .map(([kind, some]) => [kind, some]);
}
