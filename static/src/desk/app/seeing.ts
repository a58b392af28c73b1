/** A ticket on the screen of somebody who looks is read: the bell stops counting it, in every window. */
import { effect, signal } from "@preact/signals";
import { t } from "../../shared/i18n";
import { get, send } from "../net/http";
import { takeUnread, unread, wantsReading } from "../store/bell";
import { newestId } from "../store/merge";
import { hearSeen, isUnread, keptUnread, sawUpTo, seen } from "../store/reads";
import * as state from "../store/state";
import { toast } from "../store/toasts";

const ASK_AFTER_MILLISECONDS = 250;
const AT_ONCE = 200;

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
    if (keptUnread.value !== null && keptUnread.value !== number) keptUnread.value = null;
    if (number === null) return;
    const told = wantsReading(number, unread.value, reported);
    const newest = newestId(state.openThread.value?.messages ?? []);
    if (told || unseen(number, newest)) void report(number, newest);
  });
  askForUnknown();
}

/** Whether the thread on screen shows something that was not seen yet; what has not arrived in it was not seen. */
function unseen(number: number, newest: number | null): boolean {
  if (newest === null || keptUnread.value === number) return false;
  return isUnread(state.openTicket.value) && newest > (seen.value.get(number) ?? -1);
}

/** Says once that a ticket was seen; when that fails it stays unread, and the next look says so again. */
async function report(number: number, newest: number | null): Promise<void> {
  if (asking) return;
  asking = true;
  const body = newest === null || keptUnread.value === number ? {} : { message_id: newest };
  try {
    const answer = await send<{ unread: number[] }>("POST", `/desk/tickets/${number}/read`, body);
    asking = false;
    reported = number;
    if (body.message_id) sawUpTo(number, body.message_id);
    takeUnread(answer.unread);
  } catch {
    asking = false;
  }
}

/** Makes a ticket unread again; while it stays open that is not undone by looking at it. */
export async function markUnread(number: number): Promise<void> {
  if (number === state.openNumber.value) keptUnread.value = number;
  try {
    const answer = await send<{ seen: Record<string, number> }>("DELETE", `/desk/tickets/${number}/read`);
    hearSeen(answer.seen);
    state.announcement.value = t("Ticket {number} is unread", { number });
  } catch (error) {
    toast(error instanceof Error ? error.message : t("That did not work."), { bad: true });
  }
}

/** Rows that came as news do not say what I have read of them: asks for all of these together. */
function askForUnknown(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const unknown = () => {
    const open = state.openNumber.value;
    const numbers = open === null ? state.listed.value : [open, ...state.listed.value];
    return numbers.filter((number) => !seen.value.has(number)).slice(0, AT_ONCE);
  };
  effect(() => {
    if (unknown().length === 0 || timer !== undefined) return;
    timer = setTimeout(async () => {
      const numbers = unknown();
      const query = `/desk/reads?numbers=${numbers.join(",")}`;
      const answer = await get<{ seen: Record<string, number> }>(query).catch(() => null);
      timer = undefined;
      // What the server does not name may not be seen; it is not asked for again.
      if (answer) hearSeen({ ...Object.fromEntries(numbers.map((each) => [each, 0])), ...answer.seen });
    }, ASK_AFTER_MILLISECONDS);
  });
}
