/** Who a reply goes to unless one says otherwise, and what counts as an address. */
import { featuresOf } from "../store/features";
import type { KnownTicket } from "../types";
import type { Draft } from "./drafts";
import { tooLong } from "./segments";

export interface Recipients {
  to: string[];
  cc: string[];
  bcc: string[];
}

const ADDRESS = /^[^\s@<>,;]+@[^\s@<>,;]+$/;

/** The contact first, then everyone who took part, without the contact twice. Blind copies are never repeated. */
export function proposed(ticket: Pick<KnownTicket, "contact" | "participants">): Recipients {
  const contact = ticket.contact.address;
  const others = (ticket.participants ?? [])
    .filter((each) => each.role !== "bcc")
    .map((each) => each.address);
  const cc = [...new Set(others)].filter((address) => address.toLowerCase() !== contact.toLowerCase());
  return { to: contact ? [contact] : [], cc, bcc: [] };
}

/** The recipients in force: the proposed ones where the draft says nothing. */
export function recipients(draft: Draft, ticket: Pick<KnownTicket, "contact" | "participants">): Recipients {
  const offered = proposed(ticket);
  return { to: draft.to ?? offered.to, cc: draft.cc ?? offered.cc, bcc: draft.bcc };
}

/** Whoever would get the reply and asked to get no more. */
export function refusing(draft: Draft, ticket: KnownTicket): string[] {
  const { to, cc, bcc } = recipients(draft, ticket);
  const asked = featuresOf(ticket).copies ? new Set([...to, ...cc, ...bcc]) : null;
  return (ticket.opted_out ?? []).filter((address) => asked === null || asked.has(address));
}

/** Whoever would get the reply and gets nothing for now, each with why. */
export function suppressed(draft: Draft, ticket: KnownTicket): [string, string][] {
  const { to, cc, bcc } = recipients(draft, ticket);
  const asked = new Set([...to, ...cc, ...bcc]);
  return Object.entries(ticket.suppressed ?? {}).filter(([address]) => asked.has(address));
}

/** The reply would be refused: it is too long, its reader wants nothing from us, or gets nothing. */
export function cannotLeave(draft: Draft, ticket: KnownTicket): boolean {
  if (draft.mode === "note") return false;
  return (
    tooLong(draft.reply, featuresOf(ticket)) ||
    refusing(draft, ticket).length > 0 ||
    suppressed(draft, ticket).length > 0
  );
}

/** Addresses typed or pasted: split at commas, semicolons and blanks, names around <…> dropped. */
export function addressesIn(text: string): { good: string[]; rest: string } {
  const good: string[] = [];
  const rest: string[] = [];
  for (const piece of text.split(/[,;\n]+|\s+(?=[^\s<>]+@)/)) {
    const inside = /<([^<>]+)>/.exec(piece)?.[1] ?? piece;
    const address = inside.trim();
    if (ADDRESS.test(address)) good.push(address);
    else if (address) rest.push(address);
  }
  return { good, rest: rest.join(" ") };
}
