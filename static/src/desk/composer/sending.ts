/**
 * Sends replies and notes. Each has a key made here, so a double click, a retry and the echo over the socket are
 * one message. What is not confirmed is kept in this browser and sent again when the connection is back.
 */
import { effect } from "@preact/signals";
import { t } from "../../shared/i18n";
import { go } from "../app/navigation";
import { Refused, send, Unreachable } from "../net/http";
import { doneTyping } from "../net/typing";
import { askFor } from "../store/fields";
import { newestId } from "../store/merge";
import { seeMessage, seeTicket } from "../store/news";
import * as state from "../store/state";
import { toast } from "../store/toasts";
import type { KnownTicket, Message, Status, Ticket } from "../types";
import { setMovedOn } from "./conflict";
import { clear, type Draft, draftOf, edit, filesOf, withFiles } from "./drafts";
import { uploading } from "./editor/current";
import { formOf, joined } from "./form";
import { type How, mayGo } from "./guarding";
import { leadToHalfTyped, linesOpen } from "./half-typed";
import { sendOff } from "./keeping";
import { waits } from "./leaving";
import { cannotLeave, recipients } from "./recipients";
import type { ServerDraft } from "./server-draft";
import { mayTurn } from "./turning";
import { featuresFor } from "./ways";

const AGAIN_MILLISECONDS = 15_000;

function place(): string {
  return `helpdesk.unsent.${state.me.value.id}`;
}

/**
 * Sends the draft of a ticket in its present mode; `status` is set together with the reply. False while there is
 * something to mend, or to be asked, first.
 */
export function sendDraft(ticket: KnownTicket, status: Status | null, how: How = {}): boolean {
  const draft = draftOf(ticket.number);
  const text = draft[draft.mode].trim();
  const features = featuresFor(draft, ticket);
  if (!text || cannotLeave(draft, ticket) || isLacking(draft)) return false;
  if (draft.mode === "reply" && features.copies && leadToHalfTyped(ticket.number)) return false;
  if (!mayGo(ticket, draft, status, how)) return false;
  const at = how.at ?? null;
  const whom = whomOf(draft, ticket);
  const files = filesOf(draft);
  const attachments = files.map((file) => file.id);
  const client_key = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;
  const thread = state.threads.value.get(ticket.number);
  const last_message_id = newestId(thread?.messages ?? []);
  const form = draft.mode === "note" || features.html ? formOf(draft) : {};
  const words = { text, ...form, attachments, client_key };
  const release_at = at === null ? null : new Date(at).toISOString();
  const body =
    draft.mode === "note"
      ? { ...words, mentions: draft.mentions }
      : { ...words, last_message_id, status, ...whom, ...(at ? { release_at } : {}) };
  clear(ticket.number, draft.mode);
  if (draft.mode === "reply") {
    linesOpen.value = null;
    setMovedOn(ticket.number, []);
  }
  void post({
    client_key,
    number: ticket.number,
    kind: draft.mode,
    body,
    files: files.map(({ name, size }) => ({ name, size })),
    draft: keptOf(draft),
    state: "sending",
    error: "",
    created_at: new Date().toISOString(),
  });
  doneTyping();
  if (how.next) goToNext(ticket.number);
  return true;
}

/** Says which file the server does not have, if there is one. */
function isLacking(draft: Draft): boolean {
  if (uploading.peek()) {
    toast(t("A picture in the text is not uploaded yet."), { bad: true });
    return true;
  }
  const file = filesOf(draft).find((each) => each.id === null);
  if (!file) return false;
  const { name } = file;
  toast(file.error ? t("{name} was not uploaded.", { name }) : t("{name} is not uploaded yet.", { name }), {
    bad: true,
  });
  return true;
}

/** Whom it goes to, as one saw it; where only the contact can be meant, the server knows. */
function whomOf(draft: Draft, ticket: KnownTicket): Record<string, unknown> {
  const switched = draft.inbox === null ? {} : { inbox_id: draft.inbox };
  const people = recipients(draft, ticket);
  if (featuresFor(draft, ticket).copies) return { ...people, ...switched };
  return draft.inbox === null ? {} : { to: people.to, ...switched };
}

/** What a draft has beside its words, to be given back with them. */
function keptOf(draft: Draft): Partial<Draft> {
  const { mode, inbox, to, cc, bcc, mentions } = draft;
  const files = filesOf(draft);
  return mode === "note" ? { files, mentions } : { files, inbox, to, cc, bcc };
}

/** Opens what comes after this ticket in the list on screen; after the last one, the first. */
function goToNext(number: number): void {
  const others = state.listed.value.filter((each) => each !== number);
  const place = state.listed.value.indexOf(number);
  const next = others[place < 0 ? 0 : place] ?? others[0];
  if (next !== undefined) go({ number: next });
}

interface Sent {
  message: Message;
  ticket: Ticket;
}

async function post(item: state.Unsent): Promise<void> {
  put({ ...item, state: "sending", error: "" });
  const path = `/desk/tickets/${item.number}/${item.kind === "note" ? "notes" : "replies"}`;
  try {
    const answer = await sendOff(item.number, item.kind, String(item.body.text), () =>
      send<Sent | { draft: ServerDraft }>("POST", path, item.body),
    );
    if ("draft" in answer) {
      waits(answer.draft);
      drop(item);
      return;
    }
    drop(item);
    const thread = state.threads.value.get(item.number);
    // The socket may have brought it already, perhaps with a later state of its delivery.
    if (!thread?.messages.some((each) => each.id === answer.message.id)) seeMessage(answer.message);
    seeTicket(answer.ticket);
  } catch (error) {
    refuse(item, error);
  }
}

function refuse(item: state.Unsent, error: unknown): void {
  if (error instanceof Refused && error.status === 409 && error.messages.length > 0) {
    for (const message of error.messages) seeMessage(message);
    const ids = error.messages.map((each) => each.id);
    giveBack(item, t("A new message came in."), false);
    setMovedOn(item.number, ids);
    return;
  }
  if (askFor(item.number, error)) {
    giveBack(item, error instanceof Error ? error.message : "");
    return;
  }
  const reason = error instanceof Error ? error.message : t("That did not work.");
  if (error instanceof Refused) put({ ...item, state: "failed", error: reason });
  else
    put({ ...item, state: error instanceof Unreachable && error.away ? "waiting" : "failed", error: reason });
  const { number } = item;
  if (!isSeen(item))
    toast(t("A reply to ticket {number} was not sent.", { number }), { bad: true, open: number });
}

function isSeen(item: state.Unsent): boolean {
  return state.openNumber.value === item.number;
}

/**
 * Makes what was refused a draft again while its author may be doing something else: they are told, and what they
 * write stays what it is. Where the composer itself says why (`told`: false), only those who do not see it are told.
 */
function giveBack(item: state.Unsent, reason: string, told = true): void {
  const { number, kind } = item;
  const stays = !mayTurn(number, kind);
  takeBack(item, stays ? draftOf(number).mode : kind);
  if (!isSeen(item))
    toast(t("The reply to ticket {number} was not sent: {reason}", { number, reason }), {
      bad: true,
      open: number,
    });
  else if (stays)
    toast(t("The reply was not sent and is a draft again: {reason}", { reason }), { bad: true });
  else if (told) toast(reason, { bad: true });
}

export function resend(item: state.Unsent): Promise<void> {
  return post(item);
}

/** Makes an unsent reply or note a draft again, and turns to it, or to what one is writing. */
export function takeBack(item: state.Unsent, mode: Draft["mode"] = item.kind): void {
  drop(item);
  const begun = draftOf(item.number);
  const back = item.draft?.files ?? [];
  const others = filesOf(begun, item.kind).filter(
    ({ id }) => id === null || back.every((file) => file.id !== id),
  );
  const files = withFiles(begun, item.kind, [...back, ...others]);
  // A page that was loaded again may have the same words from the server.
  const same = begun[item.kind].trim() === String(item.body.text ?? "").trim();
  const words = same ? {} : joined(item.kind, item.body, begun);
  const mentions = [...new Set([...(item.draft?.mentions ?? []), ...begun.mentions])];
  edit(item.number, { ...item.draft, ...words, mentions, mode, files });
}

function put(item: state.Unsent): void {
  state.unsent.value = [...state.unsent.value.filter((each) => each.client_key !== item.client_key), item];
  keep();
}

function drop(item: state.Unsent): void {
  state.unsent.value = state.unsent.value.filter((each) => each.client_key !== item.client_key);
  keep();
}

function keep(): void {
  try {
    localStorage.setItem(place(), JSON.stringify(state.unsent.value));
  } catch {
    // Without storage the bubble lives as long as the page.
  }
}

/** Brings back what an earlier page could not send, and tries again whenever the connection returns. */
export function restoreUnsent(): void {
  try {
    const kept = JSON.parse(localStorage.getItem(place()) ?? "[]") as state.Unsent[];
    const error = t("The page was closed before it was confirmed.");
    state.unsent.value = kept.map((item) =>
      item.state === "sending" ? { ...item, state: "failed", error } : item,
    );
  } catch {
    localStorage.removeItem(place());
  }
  addEventListener("online", sendWaiting);
  setInterval(sendWaiting, AGAIN_MILLISECONDS);
  effect(() => {
    if (state.connection.value === "live") sendWaiting();
  });
}

function sendWaiting(): void {
  if (!navigator.onLine) return;
  for (const item of state.unsent.peek()) if (item.state === "waiting") void post(item);
}
