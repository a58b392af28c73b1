/** What one can do in an inbox. */
import type { Features, KnownTicket } from "../types";
import { inboxes, tickets } from "./state";

/** An inbox we have not heard of yet: the server still refuses what its channel cannot carry. */
const ANY: Features = {
  html: false,
  subject: true,
  copies: true,
  attachments: true,
  segments: false,
  starts: false,
  max_length: null,
};

export function featuresOf(ticket: Pick<KnownTicket, "inbox"> | undefined): Features {
  return inboxes.value.find((each) => each.id === ticket?.inbox.id)?.features ?? ANY;
}

export function featuresOfNumber(number: number): Features {
  return featuresOf(tickets.value.get(number));
}
