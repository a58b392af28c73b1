/** What one rarely does with a ticket: merge it, link it, answer it from another inbox. */
import { t } from "../../shared/i18n";
import type { Choice } from "../../shared/ui/Menu";
import * as state from "../store/state";
import { surgeryAsked } from "../surgery/asked";
import { moveToInbox } from "../surgery/verbs";
import type { KnownTicket } from "../types";

export function moreChoices(ticket: KnownTicket): Choice[] {
  return [
    {
      key: "merge",
      label: t("Merge with…"),
      icon: "merge",
      pick: () => {
        surgeryAsked.value = { kind: "merge", numbers: [ticket.number] };
      },
    },
    {
      key: "link",
      label: t("Link with…"),
      icon: "link",
      pick: () => {
        surgeryAsked.value = { kind: "link", number: ticket.number };
      },
    },
    ...inboxes(ticket),
  ];
}

/** Other inboxes of the ticket's channel; a chat stays where its visitor is. */
function inboxes(ticket: KnownTicket): Choice[] {
  const others = state.inboxes.value.filter(
    (inbox) => inbox.channel === ticket.channel && inbox.id !== ticket.inbox.id && !ticket.live,
  );
  return others.map((inbox, index) => ({
    key: `inbox-${inbox.id}`,
    label: t("Move to {name}", { name: inbox.name }),
    icon: "inbox" as const,
    apart: index === 0,
    pick: () => void moveToInbox(ticket.number, inbox.id),
  }));
}
