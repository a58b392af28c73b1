/** How a recipient is shown: an address without its reply tag; a visitor of a chat has none that means anything. */
import { tickets } from "../store/state";
import { withoutTag } from "./plain-text";

/** The address as people know it, or null for a visitor in the chat. */
export function readable(number: number, address: string): string | null {
  const identities = tickets.value.get(number)?.contact_panel?.identities ?? [];
  const known = identities.find((each) => each.value === address);
  return known?.kind === "chat" ? null : withoutTag(address);
}
