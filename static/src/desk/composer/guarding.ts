/** The question that stands between a click on Send and a reply that looks unfinished. */
import { signal } from "@preact/signals";
import type { KnownTicket, Status } from "../types";
import { type Draft, filesOf } from "./drafts";
import { doubtsOf } from "./guard";
import { recipients } from "./recipients";

/** How a reply is sent, beside what it says. */
export interface How {
  /** Milliseconds; null or absent: as soon as it may. */
  at?: number | null;
  /** Open the next ticket of the list. */
  next?: boolean;
  /** What looked unfinished is meant. */
  anyway?: boolean;
}

export interface Asked {
  number: number;
  doubts: string[];
  status: Status | null;
  how: How;
}

export const asked = signal<Asked | null>(null);

/** Asks, if anything is doubtful; true when it may go on. */
export function mayGo(ticket: KnownTicket, draft: Draft, status: Status | null, how: How): boolean {
  asked.value = null;
  if (draft.mode === "note" || how.anyway) return true;
  const { to, cc, bcc } = recipients(draft, ticket);
  const name = ticket.contact.name === ticket.contact.address ? "" : ticket.contact.name;
  const pictures = (draft.reply_html.match(/<img\b/g) ?? []).length;
  const doubts = doubtsOf({
    text: draft.reply,
    files: filesOf(draft, "reply").length + pictures,
    people: [...to, ...cc, ...bcc],
    name,
  });
  if (doubts.length === 0) return true;
  asked.value = { number: ticket.number, doubts, status, how };
  return false;
}
