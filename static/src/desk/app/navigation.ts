/** Goes to a place: pushes the URL, shows what is known at once, then loads the rest. */
import { batch } from "@preact/signals";
import { goOnIn } from "../composer/following";
import { matchesOf } from "../list/marking";
import { get, Refused } from "../net/http";
import { watchTicket } from "../net/socket";
import { takeUnread } from "../store/bell";
import { mergeMessages, mergeTickets } from "../store/merge";
import { startFrom } from "../store/news";
import { takeSeen } from "../store/reads";
import { viewsAgain } from "../store/saved";
import * as state from "../store/state";
import type { KnownTicket, Message, PageData } from "../types";
import { singleKeys } from "./commands";
import { type Place, placeOf, queryOf, urlOf } from "./router";

let latest = 0;
/** Which list the rows on screen are, and how often they were replaced as a whole. */
let drawn = "";
let listsTaken = 0;

export function here(): Place {
  return { view: state.view.value, filters: state.filters.value, number: state.openNumber.value };
}

/** Moves to a place as a click does: the back button returns. */
export function go(change: Partial<Place>, how: "push" | "replace" = "push"): void {
  const place = { ...here(), ...change };
  const url = urlOf(place);
  if (url === location.pathname + location.search) return;
  history[how === "push" ? "pushState" : "replaceState"]({ inside: true }, "", url);
  void show(place);
}

/** Back to the list, to the row one came from. */
export function closeTicket(): void {
  const number = state.openNumber.value;
  if (number === null) return;
  go({ number: null });
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>(`#rows [data-number="${number}"]`)?.focus(),
  );
}

export function followHistory(): void {
  addEventListener("popstate", () => void show(placeOf(new URL(location.href))));
}

/** Takes in the data inlined in the page. */
export function startWith(data: PageData): void {
  const place = placeOf(new URL(location.href));
  state.filters.value = place.filters;
  state.claim.value = data.claim;
  state.machinesPaused.value = data.machines_paused;
  singleKeys.value = data.me.single_keys;
  takeList(data, data.view || place.view);
  takeTicket(data, place.number);
  takeUnread(data.unread);
  startFrom(data.cursor);
}

/** Asks again for everything on screen: after a long break, or on request. */
export async function refetch(): Promise<void> {
  const place = here();
  const turn = latest;
  const data = await get<PageData>(urlOf(place)).catch((error: unknown) => {
    if (turn === latest) fail(error, true);
    throw error;
  });
  // One has gone elsewhere meanwhile: what was asked for may not pull one back.
  if (turn !== latest) return refetch();
  batch(() => {
    state.threads.value = new Map();
    takeList(data, place.view);
    takeTicket(data, place.number);
    takeUnread(data.unread);
  });
  startFrom(data.cursor);
}

/** Reads a conversation anew of which not only the newest part changed; one that is not open is forgotten. */
export async function reread(number: number): Promise<void> {
  const place = here();
  const data = place.number === number ? await get<PageData>(urlOf(place)) : null;
  batch(() => {
    const threads = new Map(state.threads.value);
    threads.delete(number);
    state.threads.value = threads;
    if (data && state.openNumber.value === number) takeTicket(data, number);
  });
}

async function show(place: Place): Promise<void> {
  const turn = ++latest;
  const sameList = queryOf(place) === drawn;
  batch(() => {
    state.view.value = place.view;
    state.filters.value = place.filters;
    state.openNumber.value = place.number;
    if (!sameList) state.listState.value = "loading";
    else if (state.listState.value === "loading") state.listState.value = "ready";
    state.openState.value = place.number !== null && !state.openThread.value ? "loading" : "ready";
  });
  if (place.number === null) watchTicket(null, "");
  if (sameList && place.number === null) return;
  try {
    const data = await get<PageData>(urlOf(place));
    if (turn !== latest) return;
    takeSeen(data.tickets);
    if (sameList) state.tickets.value = mergeTickets(state.tickets.value, data.tickets);
    else takeList(data, place.view);
    takeTicket(data, place.number);
  } catch (error) {
    if (turn === latest) fail(error, sameList);
  }
}

function fail(error: unknown, sameList: boolean): void {
  const missing = error instanceof Refused && error.status === 404;
  if (!sameList) state.listState.value = "failed";
  if (missing) state.openState.value = "missing";
  else if (state.openState.value === "loading") state.openState.value = "failed";
}

function takeList(data: PageData, view: string): void {
  batch(() => {
    state.me.value = data.me;
    state.view.value = view;
    state.views.value = data.views;
    state.agents.value = data.agents;
    state.teams.value = data.teams;
    state.tags.value = data.tags;
    state.inboxes.value = data.inboxes;
    state.tickets.value = mergeTickets(state.tickets.value, data.tickets);
    takeSeen(data.tickets);
    state.listed.value = data.tickets.map((row) => row.number);
    state.next.value = data.next;
    state.searched.value = data.search;
    state.matches.value = matchesOf(data.tickets);
    state.listState.value = "ready";
    drawn = queryOf(here());
    listsTaken += 1;
  });
}

function takeTicket(data: PageData, asked: number | null): void {
  const number = data.ticket && asked !== null ? data.ticket.number : asked;
  // A merged ticket's number leads to the ticket it is part of now.
  if (number !== asked) {
    history.replaceState({ inside: true }, "", urlOf({ ...here(), number }));
    if (asked !== null && number !== null) goOnIn(asked, number);
  }
  watchTicket(data.ticket ? number : null, data.cursor);
  batch(() => {
    state.openNumber.value = number;
    state.openState.value = number !== null && !data.ticket ? "missing" : "ready";
    if (number === null || !data.ticket) return;
    state.tickets.value = mergeTickets(state.tickets.value, [data.ticket]);
    takeMessages(number, data.messages, data.older);
  });
}

function takeMessages(number: number, messages: readonly Message[], older: number | null): void {
  const known = state.threads.value.get(number);
  // A copy kept from earlier may end before the newest page begins; joining them would hide a gap.
  const overlaps = known?.messages.some((old) => messages.some((fresh) => fresh.id === old.id));
  const thread =
    known && overlaps
      ? { messages: mergeMessages(known.messages, messages), older: known.older }
      : { messages, older };
  state.threads.value = new Map(state.threads.value).set(number, thread);
}

/** The next page of the list; rows that arrived meanwhile are not doubled. */
export async function loadMore(): Promise<void> {
  if (state.next.value === null || state.listState.value !== "ready") return;
  const query = queryOf(here(), { after: state.next.value });
  const list = listsTaken;
  const isLeft = () => list !== listsTaken || state.listState.value !== "more";
  state.listState.value = "more";
  try {
    const data = await get<PageData>(`/desk/tickets${query}`);
    if (isLeft()) return;
    state.tickets.value = mergeTickets(state.tickets.value, data.tickets);
    takeSeen(data.tickets);
    state.listed.value = [...new Set([...state.listed.value, ...data.tickets.map((row) => row.number)])];
    state.next.value = data.next;
    state.matches.value = new Map([...state.matches.value, ...matchesOf(data.tickets)]);
    state.listState.value = "ready";
  } catch {
    if (!isLeft()) state.listState.value = "failed";
  }
}

/** Messages before the oldest shown; `before` is called when they have come and nothing is drawn yet. */
export async function loadOlder(number: number, before = () => {}): Promise<void> {
  const thread = state.threads.value.get(number);
  if (!thread?.older) return;
  const path = `/desk/tickets/${number}/messages?before=${thread.older}`;
  const page = await get<{ messages: Message[]; older: number | null }>(path);
  before();
  const now = state.threads.value.get(number) ?? thread;
  const messages = mergeMessages(now.messages, page.messages);
  state.threads.value = new Map(state.threads.value).set(number, { messages, older: page.older });
}

/** Everything from a message on, so that a link far up has no gap below it. */
export async function loadFrom(number: number, id: number): Promise<void> {
  const thread = state.threads.value.get(number);
  if (!thread?.older) return;
  const path = `/desk/tickets/${number}/messages?around=${id}&before=${thread.older}`;
  const page = await get<{ messages: Message[]; older: number | null }>(path);
  const now = state.threads.value.get(number) ?? thread;
  const messages = mergeMessages(now.messages, page.messages);
  state.threads.value = new Map(state.threads.value).set(number, { messages, older: page.older });
}

/**
 * Tags came, went or are called otherwise: reads their names, and what is on screen, without moving the list. Where one
 * name went and one came, it is the same tag, and tickets that are only known here follow too.
 */
export async function respell(): Promise<void> {
  const data = await get<PageData>(urlOf(here()));
  const gone = state.tags.value.filter((name) => !data.tags.includes(name));
  const come = data.tags.filter((name) => !state.tags.value.includes(name));
  batch(() => {
    state.tags.value = data.tags;
    if (gone.length === 1 && come.length <= 1) state.tickets.value = called(gone[0] ?? "", come);
    const fresh = data.ticket ? [...data.tickets, data.ticket] : data.tickets;
    state.tickets.value = mergeTickets(state.tickets.value, fresh);
  });
  viewsAgain();
}

function called(was: string, now: readonly string[]): ReadonlyMap<number, KnownTicket> {
  const anew = (ticket: KnownTicket) =>
    ticket.tags.includes(was)
      ? { ...ticket, tags: ticket.tags.flatMap((tag) => (tag === was ? now : tag)) }
      : ticket;
  return new Map([...state.tickets.value].map(([number, ticket]) => [number, anew(ticket)]));
}

/** Asks only for what cannot be known here: the counts beside the views. */
export async function refreshCounts(): Promise<void> {
  const data = await get<PageData>(`/desk/tickets${queryOf(here())}`);
  state.views.value = data.views;
  state.tags.value = data.tags;
}
