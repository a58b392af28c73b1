/** How a recipient is shown: an address without its reply tag; a visitor of a chat has none that means anything. */
import { computed } from "@preact/signals";
import { openNumber, openTicket, tickets } from "../store/state";
import { withoutTag } from "./plain-text";

/** Of the open ticket; each of its cards reads this, and not the tickets, which change with every piece of news. */
const open = computed(() => openTicket.value?.contact_panel?.identities);

/** The address as people know it, or null for a visitor in the chat. */
export function readable(number: number, address: string): string | null {
  const identities =
    number === openNumber.value ? open.value : tickets.value.get(number)?.contact_panel?.identities;
  const known = identities?.find((each) => each.value === address);
  return known?.kind === "chat" ? null : withoutTag(address);
}
