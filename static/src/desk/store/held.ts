/** Undivided attention: while it lasts, what happens elsewhere is held, and told in one line when it ends. */
import { signal } from "@preact/signals";

/** Whether the agent is with one ticket only. */
export const undivided = signal(false);
const held = new Set<number>();

/** Keeps the news of a ticket for later; false when nothing is to be held and it should be told now. */
export function hold(number: number): boolean {
  if (!undivided.peek()) return false;
  held.add(number);
  return true;
}

/** Of how many tickets something was held; afterwards of none. */
export function release(): number {
  const count = held.size;
  held.clear();
  return count;
}
