/** Counts beside the views: moved at once when a known ticket moves, asked of the server soon after any surprise. */
import { signal } from "@preact/signals";
import type { Me, TicketRow, View } from "../types";
import { inView } from "./belonging";

/** How soon the counts on screen must be asked for again, and how often that was said. */
export const doubts = signal<{ times: number; soon: boolean }>({ times: 0, soon: false });

/** The counts cannot be trusted: at all (`soon`), or only not for ever. */
export function countAgain(soon: boolean): void {
  doubts.value = { times: doubts.value.times + 1, soon };
}

/** Whether a ticket not seen before is new to the whole workspace, and not only to this page. */
export function isBorn(row: TicketRow): boolean {
  // Opening writes it twice: once for the ticket, once for its first message. Any later change makes it three.
  return row.version <= 2;
}

/** The views with counts as they are after a known or a newborn ticket changed; "1000+" stays as it is. */
export function recount(
  views: readonly View[],
  before: TicketRow | undefined,
  after: TicketRow,
  me: Me,
): readonly View[] {
  if (!before && !isBorn(after)) return views;
  let changed = false;
  const counted = views.map((view) => {
    if (typeof view.count !== "number" || view.group === "saved") return view;
    const move =
      Number(inView(after, view.key, me)) - Number(before !== undefined && inView(before, view.key, me));
    if (move === 0) return view;
    changed = true;
    return { ...view, count: Math.max(0, view.count + move) };
  });
  return changed ? counted : views;
}
