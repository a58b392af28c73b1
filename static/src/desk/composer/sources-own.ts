/** What every composer looks up: colleagues, other tickets, emoji. */
import { t } from "../../shared/i18n";
import { get } from "../net/http";
import * as state from "../store/state";
import type { TicketRow } from "../types";
import { EMOJI } from "./emoji";
import { type Choice, SOURCES, type Source } from "./sources";

const MOST = 8;

/** Those whose name, or a part of it, begins with the query. */
function beginning(name: string, query: string): boolean {
  const wanted = query.toLocaleLowerCase();
  return name
    .toLocaleLowerCase()
    .split(/[\s-]+/)
    .some((_part, index, parts) => parts.slice(index).join(" ").startsWith(wanted));
}

const colleagues: Source = {
  trigger: "@",
  get label() {
    return t("Colleagues");
  },
  where: ({ mode }) => mode === "note",
  find: async (query) =>
    state.agents
      .peek()
      .filter(({ id, name }) => id !== state.me.peek().id && beginning(name, query))
      .slice(0, MOST)
      .map(({ id, name }) => ({ key: String(id), label: name })),
  take(choice, insert) {
    insert.mention({ id: Number(choice.key), name: choice.label });
  },
};

function ticketChoice({ number, subject, contact }: TicketRow): Choice {
  return { key: String(number), label: subject || t("No subject"), hint: `#${number} · ${contact.name}` };
}

const otherTickets: Source = {
  trigger: "#",
  get label() {
    return t("Tickets");
  },
  least: 1,
  where: () => true,
  async find(query, { number }) {
    const { tickets } = await get<{ tickets: TicketRow[] }>(`/desk/tickets?q=${encodeURIComponent(query)}`);
    return tickets
      .filter((each) => each.number !== number)
      .slice(0, MOST)
      .map(ticketChoice);
  },
  take: (choice, insert) => insert.ticket(Number(choice.key)),
};

const emoji: Source = {
  trigger: ":",
  get label() {
    return t("Emoji");
  },
  least: 2,
  where: () => true,
  find: async (query) =>
    EMOJI.filter(([, name]) => name.split(" ").some((word) => word.startsWith(query.toLowerCase())))
      .slice(0, MOST)
      .map(([sign, name]) => ({ key: sign, label: name, mark: sign })),
  take: (choice, insert) => insert.text(choice.key),
};

SOURCES.push(colleagues, otherTickets, emoji);
