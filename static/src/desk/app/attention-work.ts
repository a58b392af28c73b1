/** Working through: the next most urgent ticket, one after the other; the server says which. */
import { effect, signal } from "@preact/signals";
import { t } from "../../shared/i18n";
import { draftOf, isEmpty } from "../composer/drafts";
import { send } from "../net/http";
import * as state from "../store/state";
import { toast } from "../store/toasts";
import { register } from "./commands";
import { leaves } from "./leaving";
import { go } from "./navigation";

const MOST_PASSED = 200;

export interface Work {
  done: number;
  left: number;
  /** What was done or passed over in this round. */
  passed: number[];
}

/** The round one is in, or null. */
export const work = signal<Work | null>(null);
let asking = false;

/** Opens the next ticket; begins a round if there is none. */
export async function nextUrgent(): Promise<void> {
  if (asking) return;
  asking = true;
  const round = work.value ?? { done: 0, left: 0, passed: [] };
  const open = work.value ? state.openNumber.value : null;
  const passed = [...new Set([...round.passed, ...(open === null ? [] : [open])])].slice(-MOST_PASSED);
  try {
    const found = await send<{ number: number | null; left: number }>("POST", "/desk/next", { skip: passed });
    if (found.number === null) {
      work.value = null;
      toast(round.done > 0 ? t("All done: nothing else waits for you.") : t("Nothing waits for you."));
      return;
    }
    work.value = { ...round, passed, left: found.left };
    go({ number: found.number });
  } catch (error) {
    toast(error instanceof Error ? error.message : t("That did not work."), { bad: true });
  } finally {
    asking = false;
  }
}

export function endWork(): void {
  work.value = null;
}

/** Goes on by itself when the ticket at hand is resolved, snoozed or set to wait; leaving it for the list ends the round. */
export function keepWorking(): void {
  let before = { number: 0, open: false };
  effect(() => {
    const ticket = state.openTicket.value;
    const now = { number: ticket?.number ?? 0, open: ticket?.status === "open" };
    const done = before.number === now.number && before.open && !now.open;
    before = now;
    const round = work.peek();
    // Somebody else may have done it while one writes: then one goes on when the words are sent, or by hand.
    if (!round || !done || writes(now.number)) return;
    work.value = { ...round, done: round.done + 1 };
    void nextUrgent();
  });
}

function writes(number: number): boolean {
  const draft = draftOf(number);
  return !isEmpty(draft, "reply") || !isEmpty(draft, "note");
}

register({
  name: "work",
  key: "w",
  label: () => (work.value ? t("Next ticket") : t("Work through: the most urgent for me")),
  explained: () => t("The next most urgent ticket for me"),
  group: "move",
  icon: "zap",
  when: () => state.me.value.permissions.includes("tickets.work"),
  run: () => void nextUrgent(),
});

leaves(50, () => {
  if (!work.value) return false;
  endWork();
  return true;
});
