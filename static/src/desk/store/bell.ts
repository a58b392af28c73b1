/** The bell: which tickets have something unread, and the one notification that floats above the work. */
import { signal } from "@preact/signals";
import type { Bell, Told } from "../types";
import { hold } from "./held";

/** The server stops counting here; with so many, not every unread ticket is known by number. */
export const COUNT_STOPS_AT = 100;
const SHOWN_MILLISECONDS = 8000;

export const unread = signal<ReadonlySet<number>>(new Set());
/** The newest notification, while it is shown. */
export const ringing = signal<Told | null>(null);
let leaving: ReturnType<typeof setTimeout> | undefined;

export function takeUnread(numbers: readonly number[]): void {
  unread.value = new Set(numbers);
}

/** What the badge says; nothing when all is read. */
export function badge(count: number): string {
  if (count === 0) return "";
  return count < COUNT_STOPS_AT ? String(count) : "99+";
}

/** Takes in what the server told; `watched` is the ticket that is open and under the agent's eyes, if any. */
export function hear(bell: Bell, watched: number | null): void {
  takeUnread(bell.unread);
  if (bell.notification && bell.notification.number !== watched) show(bell.notification);
  else if (ringing.value && !unread.value.has(ringing.value.number)) silence();
}

/** Whether an open ticket has to be reported as seen; where not all are known by number, each is, but once. */
export function wantsReading(number: number, numbers: ReadonlySet<number>, reported: number | null): boolean {
  return numbers.has(number) || (numbers.size >= COUNT_STOPS_AT && number !== reported);
}

export function silence(): void {
  clearTimeout(leaving);
  ringing.value = null;
}

function show(told: Told): void {
  if (hold(told.number)) return;
  clearTimeout(leaving);
  ringing.value = told;
  leaving = setTimeout(silence, SHOWN_MILLISECONDS);
}
