/** Threads that moved on while one wrote: the messages one has not read yet, by the number of the ticket. */
import { signal } from "@preact/signals";

export const movedOn = signal<ReadonlyMap<number, readonly number[]>>(new Map());

/** Without messages there is nothing left to be read first. */
export function setMovedOn(number: number, ids: readonly number[]): void {
  const now = new Map(movedOn.value);
  if (ids.length > 0) now.set(number, ids);
  else now.delete(number);
  movedOn.value = now;
}
