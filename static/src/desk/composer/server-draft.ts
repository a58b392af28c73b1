/** A draft as the server sends it. */
import type { Attachment, Ref, Status } from "../types";

/** What the server keeps of what one has begun; with `release_at` it is a reply that will leave by itself. */
export interface ServerDraft {
  id: number;
  number: number;
  kind: "reply" | "note";
  text: string;
  html: string | null;
  inbox_id: number | null;
  to: string[] | null;
  cc: string[] | null;
  bcc: string[] | null;
  /** Colleagues whom the note is going to call. */
  mentions: number[];
  attachments: Attachment[];
  status: Status | null;
  client_key: string | null;
  release_at: string | null;
  /** It waits for an hour its author chose, and not only for an undo. */
  scheduled: boolean;
  held: string | null;
  held_words: string | null;
  version: number;
}

/** A reply that waits to leave, as everybody sees it who has the ticket open. */
export interface WaitingReply {
  id: number;
  agent: Ref;
  release_at: string;
  /** For an hour its author chose, and not only for an undo. */
  scheduled: boolean;
}
