/** Everything the workspace knows, once. Components read these signals; only the store's modules write them. */
import { computed, signal } from "@preact/signals";
import { safeZone } from "../../shared/times";
import type { Draft } from "../composer/drafts";
import type { Inbox, KnownTicket, Match, Me, Message, Ref, SavedView, Searched, Sort, View } from "../types";
import type { Filters } from "./belonging";

export type Connection = "connecting" | "live" | "polling" | "offline";

export interface Thread {
  messages: readonly Message[];
  older: number | null;
}

/** A reply or note that the server has not confirmed: shown as a bubble, kept over reloads. */
export interface Unsent {
  client_key: string;
  number: number;
  kind: "reply" | "note";
  body: Record<string, unknown>;
  files: { name: string; size: number }[];
  /** What the draft had beside its words. */
  draft?: Partial<Draft>;
  state: "sending" | "failed" | "waiting";
  error: string;
  created_at: string;
}

export const me = signal<Me>({
  id: 0,
  name: "",
  email: "",
  role: "agent",
  tz: "",
  locale: "",
  permissions: [],
  availability: "online",
  single_keys: true,
  team_ids: [],
  settings: [],
});
/** What a reply does to a ticket that nobody has: takes it, offers it, or neither. */
/** Machines are silent; only told to those who may let them speak again. */
export const machinesPaused = signal(false);
export const claim = signal<"claim" | "ask" | "off">("claim");
export const views = signal<readonly View[]>([]);
/** The saved views in full, with their counts; the page itself brings only their names. */
export const saved = signal<readonly SavedView[]>([]);
export const agents = signal<readonly Ref[]>([]);
export const teams = signal<readonly Ref[]>([]);
export const tags = signal<readonly string[]>([]);
export const inboxes = signal<readonly Inbox[]>([]);

/** Every ticket seen, by number; the list is an order of numbers over it. */
export const tickets = signal<ReadonlyMap<number, KnownTicket>>(new Map());
export const threads = signal<ReadonlyMap<number, Thread>>(new Map());
export const unsent = signal<readonly Unsent[]>([]);

export const view = signal("all");
export const filters = signal<Filters>({});
export const listed = signal<readonly number[]>([]);
export const next = signal<string | null>(null);
/** What the server said of the search on screen, and where its words stand, by number; news never touches these. */
export const searched = signal<Searched | null>(null);
export const matches = signal<ReadonlyMap<number, Match>>(new Map());
export const listState = signal<"ready" | "loading" | "more" | "failed">("ready");

export const openNumber = signal<number | null>(null);
export const openState = signal<"ready" | "loading" | "missing" | "failed">("ready");

export const connection = signal<Connection>("connecting");
export const staleSince = signal<number | null>(null);
export const now = signal(Date.now());
/** Who types on which ticket right now, by number. */
export const typing = signal<ReadonlyMap<number, string>>(new Map());
export const announcement = signal("");

// What thousands of rows and cards read is narrow: it changes only when its own value does.
export const myId = computed(() => me.value.id);
const zoneName = computed(() => me.value.tz);
const locale = computed(() => me.value.locale);
export const zone = computed(() => safeZone(zoneName.value, locale.value));
export const openTicket = computed(() =>
  openNumber.value === null ? undefined : tickets.value.get(openNumber.value),
);
export const openThread = computed(() =>
  openNumber.value === null ? undefined : threads.value.get(openNumber.value),
);
/** The sidebar's views, saved ones with the counts that came after. */
export const shownViews = computed(() =>
  views.value.map((each) => {
    const full = saved.value.find((known) => known.key === each.key);
    return full ? { ...each, count: full.count } : each;
  }),
);
export const currentView = computed(() => shownViews.value.find((each) => each.key === view.value));
export const rows = computed(() =>
  listed.value.flatMap((number) => {
    const row = tickets.value.get(number);
    return row ? [row] : [];
  }),
);
/** The order that the list has unless another is chosen: a search shows the newest first, a saved view has its own. */
export const ownSort = computed(() =>
  filters.value.q ? "newest" : (views.value.find((each) => each.key === view.value)?.sort ?? "waiting"),
);
export const sort = computed(() => (filters.value.sort as Sort | undefined) ?? ownSort.value);
