/** Inboxes, and what one can do in them. */

export interface Ref {
  id: number;
  name: string;
}

/** What a channel can do; the server says so, and nobody here asks for a channel's name. */
export interface Features {
  html: boolean;
  subject: boolean;
  copies: boolean;
  attachments: boolean;
  segments: boolean;
  starts: boolean;
  max_length: number | null;
}

export interface Inbox extends Ref {
  channel: string;
  channel_label: string;
  /** What kind of address it reaches people at. */
  address_kind: string | null;
  features: Features;
}
