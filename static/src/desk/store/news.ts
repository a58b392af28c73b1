/** Applies what the socket or the poll brings; each item is a whole object, so applying twice changes nothing. */
import { t } from "../../shared/i18n";
import { watched } from "../app/seeing";
import { forget as dropDraft, hasLeft, takeIn } from "../composer/keeping";
import { stopTyping } from "../net/typing";
import type { Message, News, TicketRow } from "../types";
import { askWhetherListed } from "./asking";
import { hear } from "./bell";
import { judgedByServer, wantedBy } from "./belonging";
import { countAgain, isBorn, recount } from "./counts";
import { hold } from "./held";
import { mergeMessages, mergeTicket } from "./merge";
import { place } from "./placing";
import { hearSeen, sawUpTo } from "./reads";
import { countSavedAgain, viewsAgain } from "./saved";
import * as state from "./state";

let cursor = "";
let gone: (number: number) => void = () => {};
let moved: (number: number | null) => void = () => {};
let renamed: () => void = () => {};

/** The newest event this page has applied; a join after a break asks for what came later. */
export function lastCursor(): string {
  return cursor;
}

/** Set by a page load, which already holds everything up to it. */
export function startFrom(value: string): void {
  cursor = value;
}

export function applyNews(items: readonly News[]): void {
  for (const item of items) {
    apply(item);
    cursor = item.cursor;
  }
}

function apply(item: News): void {
  if (item.kind === "bell") {
    hear({ unread: item.unread ?? [], notification: item.notification ?? null }, watched());
    countAgain(true);
  } else if (item.kind === "seen") hearSeen(item.seen ?? {});
  else if (item.kind === "gone") forget(item.number ?? item.ticket?.number);
  else if (item.kind === "reload") moved(item.number ?? null);
  else if (item.kind === "tags") renamed();
  else if (item.kind === "views") viewsAgain();
  else if (item.kind === "draft") {
    if (item.draft) takeIn(item.draft);
    else if (item.dropped) dropDraft(item.dropped);
  } else if (item.kind === "machines") state.machinesPaused.value = item.machines_paused === true;
  else if (item.me) state.me.value = { ...state.me.value, ...item.me };
  else {
    if (item.ticket) seeTicket(item.ticket);
    if (item.message) seeMessage(item.message);
  }
}

/** Takes in a row or whole ticket, and moves it in the list on screen. */
export function seeTicket(row: TicketRow): void {
  const before = state.tickets.value.get(row.number);
  const merged = mergeTicket(before, row);
  state.tickets.value = new Map(state.tickets.value).set(row.number, merged);
  if (before && before.version > row.version) return;
  state.views.value = recount(state.views.value, before, merged, state.me.value);
  if (!before) countAgain(!isBorn(merged));
  announceArrival(before, merged);
  countSavedAgain();
  // What the server has to judge stays where it is until it has spoken; what a search found stays altogether.
  const judged = judgedByServer(state.view.value, state.filters.value);
  if (judged && !state.filters.value.q) askWhetherListed(row.number);
  const wanted = judged
    ? state.listed.value.includes(row.number)
    : wantedBy(merged, state.view.value, state.filters.value, state.me.value);
  place(merged, wanted);
}

/** Adds a message to its conversation when that conversation has been opened here. */
export function seeMessage(message: Message): void {
  if (message.kind === "inbound") stopTyping(message.ticket_number);
  const thread = state.threads.value.get(message.ticket_number);
  if (thread) {
    const messages = mergeMessages(thread.messages, [message]);
    state.threads.value = new Map(state.threads.value).set(message.ticket_number, { ...thread, messages });
  }
  if (message.client_key) {
    state.unsent.value = state.unsent.value.filter((each) => each.client_key !== message.client_key);
    hasLeft(message.client_key);
  }
  announceColleague(message, thread?.messages.some((each) => each.id === message.id) ?? false);
}

/** Said aloud by screen readers: a customer wrote, on any ticket one may see. */
function announceArrival(before: TicketRow | undefined, row: TicketRow): void {
  const newer = !before || Date.parse(row.last_message_at) > Date.parse(before.last_message_at);
  if (!newer || row.snippet_by !== "contact" || !row.needs_reply) return;
  if (row.number !== state.openNumber.value && hold(row.number)) return;
  const values = { name: row.contact.name, number: row.number };
  state.announcement.value = t("New message from {name} on ticket {number}", values);
}

/** A colleague wrote on the open ticket. */
function announceColleague(message: Message, known: boolean): void {
  const own = message.author.kind === "agent" && message.author.id === state.me.value.id;
  if (own && message.kind === "note") sawUpTo(message.ticket_number, message.id);
  if (known || own || (message.kind !== "note" && message.kind !== "outbound")) return;
  const values = { name: message.author.name, number: message.ticket_number };
  state.announcement.value = t("{name} wrote on ticket {number}", values);
}

/** Called with the number of a ticket that left one of our rooms: perhaps it may not be seen any more. */
export function whenGone(act: (number: number) => void): void {
  gone = act;
}

/** Called with the number of a ticket whose messages came from elsewhere or went there; null: all may be otherwise. */
export function whenMoved(act: (number: number | null) => void): void {
  moved = act;
}

/** Called when tags came, went or are called otherwise. */
export function whenRenamed(act: () => void): void {
  renamed = act;
}

function forget(number: number | undefined): void {
  if (number === undefined) return;
  gone(number);
  state.listed.value = state.listed.value.filter((each) => each !== number);
  countAgain(true);
  countSavedAgain();
}
