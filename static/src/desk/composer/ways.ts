/** Through which inbox a reply leaves: the ticket's own, or one that reaches the contact at another kind of address. */
import { featuresOf } from "../store/features";
import { inboxes } from "../store/state";
import type { Features, Inbox, KnownTicket } from "../types";
import { type Draft, filesOf } from "./drafts";

export interface Way {
  inbox: Inbox;
  /** Where it would reach the contact. */
  address: string;
}

/** The inbox in force; undefined while the page does not know it. */
export function inboxOf(draft: Draft, ticket: Pick<KnownTicket, "inbox">): Inbox | undefined {
  const id = draft.inbox ?? ticket.inbox.id;
  return inboxes.value.find((each) => each.id === id);
}

/** What can be said that way; a note is written in the ticket whatever its channel is. */
export function featuresFor(draft: Draft, ticket: Pick<KnownTicket, "inbox">): Features {
  return draft.inbox === null ? featuresOf(ticket) : featuresOf({ inbox: { id: draft.inbox, name: "" } });
}

/** The other ways to the same person: another kind of address of theirs that wants to hear from us. */
export function otherWays(ticket: KnownTicket): Way[] {
  const own = inboxes.value.find((each) => each.id === ticket.inbox.id);
  if (ticket.live || !own) return [];
  return inboxes.value.flatMap((inbox) => {
    if (!inbox.features.starts || inbox.address_kind === own.address_kind) return [];
    const known = ticket.contact_panel?.identities.find(
      (each) => each.kind === inbox.address_kind && !each.opted_out && !each.suppressed,
    );
    return known ? [{ inbox, address: known.value }] : [];
  });
}

/** The reply brings files or pictures that its way cannot carry. */
export function losesFiles(draft: Draft, ticket: KnownTicket): boolean {
  if (draft.mode === "note" || featuresFor(draft, ticket).attachments) return false;
  return filesOf(draft, "reply").length > 0 || /<img\b/.test(draft.reply_html);
}
