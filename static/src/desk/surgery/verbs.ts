/** What is done to whole tickets: the answer replaces the ticket, a refusal becomes a toast or the dialog's line. */
import { t } from "../../shared/i18n";
import { go, here, reread } from "../app/navigation";
import { send } from "../net/http";
import { seeMessage, seeTicket } from "../store/news";
import * as state from "../store/state";
import { toast } from "../store/toasts";
import { done } from "../store/undoing";
import type { Message, Ticket } from "../types";

const UNDO_MILLISECONDS = 60_000;

interface Answer {
  ticket: Ticket;
}

/** The sentence of a refusal. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : t("That did not work.");
}

/** Makes the others part of one ticket and shows it. Throws what the server refuses. */
export async function mergeTickets(keep: number, others: readonly number[]): Promise<void> {
  const answer = await send<Answer>("POST", `/desk/tickets/${keep}/merge`, { numbers: others });
  state.listed.value = state.listed.value.filter((number) => !others.includes(number));
  await arrive(answer.ticket);
  const words =
    others.length === 1
      ? t("Ticket {number} was merged into {keep}", { number: others[0] ?? 0, keep })
      : t("{n} tickets were merged into {keep}", { n: others.length, keep });
  const back = () => void undo(others.map((number) => `/desk/tickets/${number}/unmerge`));
  toast(words, { undo: done(back, Date.now() + UNDO_MILLISECONDS) });
}

/** Takes merges back, the last first. */
export async function undo(urls: readonly string[]): Promise<void> {
  try {
    for (const url of urls.toReversed()) {
      const answer = await send<Answer>("POST", url);
      seeTicket(answer.ticket);
    }
    if (state.openNumber.value !== null) await reread(state.openNumber.value);
  } catch (error) {
    toast(wordsOf(error), { bad: true });
  }
}

/** Moves what was said from a message on to a ticket of its own, and shows that. Throws what the server refuses. */
export async function splitTicket(number: number, messageId: number, subject: string): Promise<void> {
  const body = { message_id: messageId, subject };
  const answer = await send<Answer>("POST", `/desk/tickets/${number}/split`, body);
  await reread(number);
  await arrive(answer.ticket);
  toast(t("Split off as ticket {number}", { number: answer.ticket.number }));
}

export async function linkTicket(number: number, other: number): Promise<void> {
  seeTicket((await send<Answer>("POST", `/desk/tickets/${number}/links`, { number: other })).ticket);
}

export function unlinkTicket(number: number, other: number): Promise<void> {
  return orToast("DELETE", `/desk/tickets/${number}/links/${other}`);
}

export function moveToInbox(number: number, inbox_id: number): Promise<void> {
  return orToast("PUT", `/desk/tickets/${number}/inbox`, { inbox_id });
}

/** Blanks a message for good. Throws what the server refuses. */
export async function redactMessage(message: Message): Promise<void> {
  takeBoth(await send<Answer & { message: Message }>("POST", `/desk/messages/${message.id}/redaction`, {}));
}

/** Sends a message on. Throws what the server refuses. */
export async function forwardMessage(
  message: Message,
  body: { to: string[]; text: string; client_key: string },
): Promise<void> {
  takeBoth(await send<Answer & { message: Message }>("POST", `/desk/messages/${message.id}/forward`, body));
  toast(t("The message was forwarded."));
}

function takeBoth(answer: Answer & { message: Message }): void {
  seeTicket(answer.ticket);
  seeMessage(answer.message);
}

async function orToast(method: "DELETE" | "PUT", path: string, body?: unknown): Promise<void> {
  try {
    seeTicket((await send<Answer>(method, path, body)).ticket);
  } catch (error) {
    toast(wordsOf(error), { bad: true });
  }
}

/** Shows a ticket whose messages are not known here yet. */
async function arrive(ticket: Ticket): Promise<void> {
  seeTicket(ticket);
  if (here().number === ticket.number) await reread(ticket.number);
  else {
    await reread(ticket.number);
    go({ number: ticket.number });
  }
}
