/** What a message carries and how it travelled, as the server sends it. */
import type { Linked } from "./types";

export interface Attachment {
  id: number;
  name: string;
  media_type: string;
  size: number;
  url: string;
  inline: boolean;
  preview: boolean;
  /** Where the pages of a PDF are drawn; null: it is none. */
  pages: string | null;
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
  /** Who called it spam. */
  complained?: string[];
  recipients: { address: string; role: string; state: string; error: string | null }[];
}

/** A message of another ticket of the same person: a few words to read, nothing to do. */
export interface EarlierMessage {
  id: number;
  kind: "inbound" | "outbound" | "note";
  author: { kind: "contact" | "agent"; id: number; name: string };
  text: string;
  /** Whether there is more of the text. */
  cut: boolean;
  redacted: boolean;
  /** How many files came with it. */
  files: number;
  created_at: string;
}

/** Another ticket of the same person with the last that was said in it. */
export interface EarlierConversation extends Linked {
  channel: string;
  messages: EarlierMessage[];
}
