/** What a message carries and how it travelled, as the server sends it. */

export interface Attachment {
  id: number;
  name: string;
  media_type: string;
  size: number;
  url: string;
  inline: boolean;
  preview: boolean;
}

export type DeliveryStateName =
  | "queued"
  | "sending"
  | "sent"
  | "delivered"
  | "seen"
  | "failed"
  | "bounced"
  | "uncertain"
  | "blocked"
  | "recorded";

export interface Delivery {
  state: DeliveryStateName;
  words: string;
  recipients: { address: string; role: string; state: string; error: string | null }[];
}
