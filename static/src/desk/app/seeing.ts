/** A ticket on the screen of somebody who looks is read: the bell stops counting it, in every window. */
import { effect, signal } from "@preact/signals";
import { send } from "../net/http";
import { takeUnread, unread, wantsReading } from "../store/bell";
import * as state from "../store/state";

const looking = signal(true);
let asking = false;
let reported: number | null = null;

/** The ticket the agent has before their eyes, or null. */
export function watched(): number | null {
  return looking.value && state.openState.value === "ready" ? state.openNumber.value : null;
}

/** Reports what is seen, from now on. */
export function reportSeen(): void {
  const look = () => {
    looking.value = document.hasFocus();
  };
  look();
  addEventListener("focus", look);
  addEventListener("blur", look);
  document.addEventListener("visibilitychange", look);
  effect(() => {
    const number = watched();
    if (number !== null && wantsReading(number, unread.value, reported)) void report(number);
  });
}

/** Says once that a ticket was seen; when that fails it stays unread, and the next look says so again. */
async function report(number: number): Promise<void> {
  if (asking) return;
  asking = true;
  try {
    const answer = await send<{ unread: number[] }>("POST", `/desk/tickets/${number}/read`);
    asking = false;
    reported = number;
    takeUnread(answer.unread);
  } catch {
    asking = false;
  }
}
