/** Starts a ticket: what the dialog holds, and what the server says about it. */
import { signal } from "@preact/signals";
import { t } from "../../shared/i18n";
import { go } from "../app/navigation";
import { addressesIn } from "../composer/recipients";
import { Refused, send } from "../net/http";
import { seeTicket } from "../store/news";
import * as state from "../store/state";
import type { Inbox, Message, Ticket } from "../types";

export interface Letter {
  inbox_id: number;
  to: string;
  cc: string;
  subject: string;
  text: string;
}

export interface Trouble {
  field: string;
  words: string;
}

/** Whether the dialog is open. */
export const startOpen = signal(false);

/** Where one may write first. */
export function startable(): Inbox[] {
  return state.inboxes.value.filter((each) => each.features.starts);
}

export function mayStart(): boolean {
  return state.me.value.permissions.includes("tickets.work") && startable().length > 0;
}

export function openStart(): void {
  if (mayStart()) startOpen.value = true;
}

/** The same key for the same letter, so that a second click, or a retry after a lost answer, starts nothing new. */
export function newKey(): string {
  return crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;
}

/** Sends it and opens the ticket; says what is wrong instead, by the field it concerns. */
export async function start(letter: Letter, inbox: Inbox, client_key: string): Promise<Trouble | null> {
  const { good, rest } = addressesIn(letter.cc);
  if (inbox.features.copies && rest) return { field: "cc", words: t("Enter full addresses.") };
  const body = { ...letter, cc: inbox.features.copies ? good : [], client_key };
  try {
    const made = await send<{ message: Message; ticket: Ticket }>("POST", "/desk/tickets", body);
    seeTicket(made.ticket);
    startOpen.value = false;
    go({ number: made.ticket.number });
    return null;
  } catch (error) {
    const words = error instanceof Error ? error.message : t("That did not work.");
    return { field: error instanceof Refused ? refusedField(error) : "", words };
  }
}

/** A refusal without a field is about whom one writes to, if it is about anything. */
function refusedField(error: Refused): string {
  return error.field ?? (error.code === "opted_out" || error.code === "too_many" ? "to" : error.code);
}
