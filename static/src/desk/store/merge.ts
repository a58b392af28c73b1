/** Pure rules of merging: the newer version wins, an echo replaces its optimistic copy, nothing is twice. */
import type { KnownTicket, Message, TicketRow } from "../types";

/** The known ticket after seeing another copy: fields of the newer version win, details seen before are kept. */
export function mergeTicket(known: KnownTicket | undefined, seen: TicketRow): KnownTicket {
  if (!known) return seen;
  if (holds(known, seen)) return known; // What is drawn by its identity is not drawn again.
  return seen.version >= known.version ? { ...known, ...seen } : { ...seen, ...known };
}

/** Whether a copy says nothing that is not known. */
function holds(known: KnownTicket, seen: TicketRow): boolean {
  const old = new Map<string, unknown>(Object.entries(known));
  return Object.entries(seen).every(
    ([name, value]) => old.get(name) === value || JSON.stringify(old.get(name)) === JSON.stringify(value),
  );
}

/** A map with the seen rows merged in, or the same map when nothing changed. */
export function mergeTickets(
  known: ReadonlyMap<number, KnownTicket>,
  seen: readonly TicketRow[],
): ReadonlyMap<number, KnownTicket> {
  if (seen.length === 0) return known;
  const merged = new Map(known);
  for (const row of seen) merged.set(row.number, mergeTicket(known.get(row.number), row));
  return merged;
}

/** Messages in order of time; same id or same client key is the same message, and the later copy wins. */
export function mergeMessages(known: readonly Message[], seen: readonly Message[]): Message[] {
  const before = new Map(known.map((old) => [old.id, old]));
  const merged = known.filter((old) => !seen.some((fresh) => same(old, fresh)));
  merged.push(...seen.map((fresh) => unchanged(before.get(fresh.id), fresh)));
  return merged.sort(byTime);
}

/** The copy we have where the other says the same: what is drawn by its identity is not drawn again. */
function unchanged(old: Message | undefined, fresh: Message): Message {
  return old && JSON.stringify(old) === JSON.stringify(fresh) ? old : fresh;
}

function same(one: Message, other: Message): boolean {
  return one.id === other.id || (one.client_key !== null && one.client_key === other.client_key);
}

function byTime(one: Message, other: Message): number {
  return Date.parse(one.created_at) - Date.parse(other.created_at) || Math.abs(one.id) - Math.abs(other.id);
}

/** The id a reply names as the newest it has seen: events and unsent copies do not count. */
export function newestId(messages: readonly Message[]): number | null {
  const ids = messages.filter((each) => each.kind !== "event" && each.id > 0).map((each) => each.id);
  return ids.length > 0 ? Math.max(...ids) : null;
}
