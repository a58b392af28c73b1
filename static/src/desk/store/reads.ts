/** What I have read: a ticket is unread while somebody said something newer than what I saw. Needing a reply is another matter. */
import { signal } from "@preact/signals";
import type { TicketRow } from "../types";

/** The newest message I saw, by ticket number; a ticket that is not in here is not known to be unread. */
export const seen = signal<ReadonlyMap<number, number>>(new Map());
/** The ticket I want unread although it is open. */
export const keptUnread = signal<number | null>(null);

/** Takes in what a page says of its rows. */
export function takeSeen(rows: readonly TicketRow[]): void {
  const known = rows.flatMap((row) =>
    row.seen_id === undefined ? [] : [[row.number, row.seen_id] as const],
  );
  note(known);
}

/** Takes in what the server says, by number. */
export function hearSeen(told: Record<string, number>): void {
  note(Object.entries(told).map(([number, id]) => [Number(number), id] as const));
}

/** I have seen this much of a ticket; never less than before. */
export function sawUpTo(number: number, id: number): void {
  if (id > (seen.value.get(number) ?? -1)) note([[number, id]]);
}

export function isUnread(row: TicketRow | undefined): boolean {
  const at = row && seen.value.get(row.number);
  return row !== undefined && at !== undefined && (row.heard_id ?? 0) > at;
}

function note(entries: readonly (readonly [number, number])[]): void {
  const news = entries.filter(([number, id]) => seen.value.get(number) !== id);
  if (news.length > 0) seen.value = new Map([...seen.value, ...news]);
}
