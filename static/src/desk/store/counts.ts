/** Counts beside the views: moved at once when a known ticket moves, asked of the server soon after any surprise. */
import { signal } from "@preact/signals";
import type { Me, TicketRow, View } from "../types";
import { inView } from "./belonging";

/** Rises when the counts on screen can no longer be trusted; the loader refetches after a pause. */
export const doubts = signal(0);

export function countedAgain(): void {
  doubts.value += 1;
}

/** The views with counts as they are after one known ticket changed; "1000+" stays as it is. */
export function recount(
  views: readonly View[],
  before: TicketRow | undefined,
  after: TicketRow,
  me: Me,
): readonly View[] {
  if (!before) return views;
  let changed = false;
  const counted = views.map((view) => {
    if (typeof view.count !== "number") return view;
    const move = Number(inView(after, view.key, me)) - Number(inView(before, view.key, me));
    if (move === 0) return view;
    changed = true;
    return { ...view, count: Math.max(0, view.count + move) };
  });
  return changed ? counted : views;
}
