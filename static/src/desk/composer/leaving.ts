/** Replies that have been sent and have not left: taking them back, and letting them go at once. */
import { effect } from "@preact/signals";
import { t } from "../../shared/i18n";
import { send } from "../net/http";
import { seeMessage, seeTicket } from "../store/news";
import * as state from "../store/state";
import { dismiss, toast } from "../store/toasts";
import { done } from "../store/undoing";
import type { Message, Ticket } from "../types";
import { edit, isUnkept } from "./drafts";
import { flush, leaving, takeIn } from "./keeping";
import { whenItLeaves } from "./send-times";
import type { ServerDraft } from "./server-draft";

/** The toasts that offer to take a reply back, by its draft. */
const offered = new Map<number, number>();

/** A reply was taken in and waits: shown in its conversation, and undone from wherever one is. */
export function waits(draft: ServerDraft): void {
  takeIn(draft);
  if (!draft.release_at) return;
  const left = Math.max(1, Math.round((Date.parse(draft.release_at) - Date.now()) / 1000));
  const { number } = draft;
  const words = draft.scheduled
    ? t("Leaves {when}", { when: whenItLeaves(draft.release_at) })
    : t("Sending the reply to ticket {number}", { number });
  const until = Date.parse(draft.release_at);
  const undo = done(
    () => void takeBackLeaving(draft),
    draft.scheduled ? Date.now() + 8000 : until,
    () => leaving.peek().has(draft.id),
  );
  offered.set(draft.id, toast(words, { undo, seconds: draft.scheduled ? 8 : left }));
}

/** What has left, or was taken back, is not offered any more. */
effect(() => {
  const now = leaving.value;
  for (const [id, shown] of offered) {
    if (now.has(id)) continue;
    offered.delete(id);
    dismiss(shown);
  }
});

/** Gives the words back to the composer; too late is said, and the message is shown by the news of it. */
export async function takeBackLeaving(draft: ServerDraft): Promise<void> {
  await flush(draft.number, "reply").catch(() => undefined);
  await attempt(async () => {
    const path = `/desk/tickets/${draft.number}/draft/undo`;
    const answer = await send<{ draft: ServerDraft }>("POST", path, { draft: draft.id });
    // What was typed since it was asked for stays too.
    takeIn(answer.draft, !isUnkept(draft.number, "reply"));
    edit(draft.number, { mode: "reply" });
    if (state.openNumber.value === draft.number)
      requestAnimationFrame(() => document.getElementById("composer-text")?.focus());
  });
}

export function sendNow(draft: ServerDraft): Promise<void> {
  return attempt(async () => {
    const path = `/desk/tickets/${draft.number}/draft/release`;
    const answer = await send<{ message: Message; ticket: Ticket }>("POST", path, { draft: draft.id });
    seeMessage(answer.message);
    seeTicket(answer.ticket);
  });
}

async function attempt(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    toast(error instanceof Error ? error.message : t("That did not work."), { bad: true });
  }
}
