/** Who a reply goes to unless one says otherwise, and what counts as an address. */
import type { KnownTicket } from "../types";
import type { Draft } from "./drafts";
import { tooLong } from "./segments";
import { featuresFor, inboxOf, losesFiles } from "./ways";

export interface Recipients {
  to: string[];
  cc: string[];
  bcc: string[];
}

const ADDRESS = /^[^\s@<>,;]+@[^\s@<>,;]+$/;

type People = Pick<KnownTicket, "contact" | "participants" | "contact_panel">;

/**
 * The contact first, then everyone who took part, without the contact twice; `kind` leaves only addresses that the
 * inbox reaches. Blind copies are never repeated.
 */
export function proposed(ticket: People, kind: string | null = null): Recipients {
  const others = (ticket.participants ?? [])
    .filter((each) => each.role !== "bcc" && (kind === null || each.kind === kind))
    .map((each) => each.address);
  const contact = contactAt(ticket, kind, others);
  const cc = [...new Set(others)].filter((address) => address.toLowerCase() !== contact.toLowerCase());
  return { to: contact ? [contact] : [], cc, bcc: [] };
}

/** The contact's address of a kind: one that takes part, else the first that wants to hear from us. */
function contactAt(ticket: People, kind: string | null, others: readonly string[]): string {
  const theirs = (ticket.contact_panel?.identities ?? []).filter((each) => each.kind === kind);
  const known = theirs.find((each) => others.includes(each.value)) ?? theirs.find((each) => !each.opted_out);
  return (known ?? theirs[0])?.value ?? ticket.contact.address;
}

/** The recipients in force: the proposed ones where the draft says nothing. */
export function recipients(draft: Draft, ticket: People & Pick<KnownTicket, "inbox">): Recipients {
  const offered = proposed(ticket, inboxOf(draft, ticket)?.address_kind);
  const { to, cc } = offered;
  const copies = featuresFor(draft, ticket).copies;
  return { to: draft.to ?? to, cc: copies ? (draft.cc ?? cc) : [], bcc: copies ? draft.bcc : [] };
}

/** Whoever would get the reply and asked to get no more. */
export function refusing(draft: Draft, ticket: KnownTicket): string[] {
  const { to, cc, bcc } = recipients(draft, ticket);
  const sure = featuresFor(draft, ticket).copies || ticket.contact_panel !== undefined;
  const asked = sure ? new Set([...to, ...cc, ...bcc]) : null;
  return (ticket.opted_out ?? []).filter((address) => asked === null || asked.has(address));
}

/** Whoever would get the reply and gets nothing for now, each with why. */
export function suppressed(draft: Draft, ticket: KnownTicket): [string, string][] {
  const { to, cc, bcc } = recipients(draft, ticket);
  const asked = new Set([...to, ...cc, ...bcc]);
  return Object.entries(ticket.suppressed ?? {}).filter(([address]) => asked.has(address));
}

/** The reply would be refused: it is too long, its files cannot go, its reader wants nothing from us, or gets nothing. */
export function cannotLeave(draft: Draft, ticket: KnownTicket): boolean {
  if (draft.mode === "note") return false;
  return (
    tooLong(draft.reply, featuresFor(draft, ticket)) ||
    losesFiles(draft, ticket) ||
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
