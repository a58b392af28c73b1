/** The objects the server sends, as its serialisers make them; see the JSON contract of the desk. */
import type { Bell } from "./bell-parts";
import type { ServerDraft, WaitingReply } from "./composer/server-draft";
import type { Invitation } from "./conversation/invitation";
import type { Inbox, Ref } from "./inbox-parts";
import type { Attachment, Delivery } from "./message-parts";

export type { Bell, Told } from "./bell-parts";
export type { Features, Inbox, Ref } from "./inbox-parts";
export type { Attachment, Delivery, DeliveryStateName } from "./message-parts";

export type Status = "open" | "pending" | "snoozed" | "resolved" | "closed";
export type Priority = "low" | "normal" | "high" | "urgent";

export interface TicketRow {
  id: number;
  number: number;
  subject: string;
  status: Status;
  priority: Priority;
  needs_reply: boolean;
  channel: string;
  /** Whether the contact reads along on a page of ours, so that typing is worth showing. */
  live: boolean;
  inbox: Ref;
  contact: Ref & { address: string };
  assignee: Ref | null;
  team: Ref | null;
  tags: string[];
  snippet: string;
  snippet_by: "contact" | "agent";
  last_message_at: string;
  waiting_since: string | null;
  snoozed_until: string | null;
  /** When the next promise is due; null while nothing is promised or everything waits. */
  due_at: string | null;
  created_at: string;
  version: number;
  /** The newest thing a customer or colleague said, and in lists how far I have read: what is newer is unread. */
  heard_id: number | null;
  seen_id?: number;
  /** Where the searched words stand; only in rows that a search found. */
  match?: Match;
}

/** A stretch of plain text that is one of the searched words, or lies between them. */
export interface Piece {
  text: string;
  hit: boolean;
}

export interface Match {
  subject: Piece[] | null;
  snippet: Piece[] | null;
  /** The kind of the message the snippet is from. */
  kind: Message["kind"] | null;
}

/** How many tickets a search found ("1,000+" when nobody counted on), and what may have been meant instead. */
export interface Searched {
  count: number | string;
  suggestion: string | null;
}

export interface ContactPanel {
  id: number;
  name: string;
  identities: {
    kind: string;
    value: string;
    shown: string;
    verified: boolean;
    opted_out: boolean;
    suppressed?: string | null;
  }[];
  blocked: boolean;
  earlier: Linked[];
}

/** A field an admin defined, with what is written in it. `required`: an agent cannot resolve without it. */
export interface CustomField {
  id: number;
  key: string;
  label: string;
  type: "text" | "number" | "date" | "choice" | "checkbox";
  options: string[];
  required: boolean;
  value: string | number | boolean | null;
}

/** What agents know of a contact; every ticket of theirs carries it. */
export interface About {
  company: string;
  tz: string | null;
  locale: string | null;
  notes: string;
  fields: CustomField[];
}

/** A promise to the contact. While it waits it is due at no instant, and `left_seconds` of working time remain. */
export interface Clock {
  metric: "first_reply" | "resolution";
  goal_minutes: number;
  started_at: string;
  due_at: string | null;
  left_seconds: number | null;
  stopped_at: string | null;
  breached_at: string | null;
}

export interface Participant {
  address: string;
  role: "to" | "cc" | "bcc";
  kind: string;
}

/** An open ticket: the row and what its page shows besides. `following` is the viewer's own, never in news. */
export interface Ticket extends TicketRow {
  contact_panel: ContactPanel;
  followers: Ref[];
  following?: boolean;
  participants: Participant[];
  clocks: Clock[];
  /** Addresses of the contact that want nothing more from us. */
  opted_out: string[];
  /** Addresses of the contact that get nothing for now, each with why. */
  suppressed?: Record<string, string>;
  satisfaction: Satisfaction | null;
  /** Replies that wait to leave, of everybody. */
  leaving: WaitingReply[];
  /** Tickets that have to do with this one, of those the viewer may see; never in news. */
  linked?: Linked[];
  fields: CustomField[];
  about: About | null;
}

/** Another ticket, as far as a line of a panel shows it. */
export interface Linked {
  number: number;
  subject: string;
  status: Status;
  created_at: string;
}

/** How the newest resolution was judged, as far as the customer has answered. */
export interface Satisfaction {
  cycle: number;
  asked_at: string;
  expires_at: string;
  score: number | null;
  comment: string | null;
  answered_at: string | null;
}

/** A row that may have been opened: what the list knows, and perhaps the rest. */
export type KnownTicket = TicketRow & Partial<Omit<Ticket, keyof TicketRow>>;

export interface Message {
  id: number;
  ticket_number: number;
  kind: "inbound" | "outbound" | "note" | "event";
  /** Where it came in or went out; null for what never travels. */
  inbox_id: number | null;
  author: { kind: "contact" | "agent" | "robot"; id: number | null; name: string };
  text: string;
  html: string | null;
  quoted_text: string | null;
  has_remote_images: boolean;
  to: string[];
  cc: string[];
  bcc: string[];
  attachments: Attachment[];
  /** Absent where nobody is invited. */
  invitation?: Invitation | null;
  delivery: Delivery | null;
  unverified: boolean;
  agents_only: boolean;
  warning: string | null;
  sentence: string | null;
  icon: string | null;
  rule_id: number | null;
  /** Where what this line tells of can be taken back. */
  undo_url: string | null;
  /** What the button that takes it back is called; usually Undo. */
  undo_label?: string | null;
  /** The id of the message this one sends on. */
  forwards: number | null;
  /** Who blanked it; then nothing of it is left. */
  redacted_by: string | null;
  created_at: string;
  client_key: string | null;
  source_url: string | null;
  retry_url: string | null;
}

export interface View {
  key: string;
  label: string;
  count: number | string | null;
  group: "main" | "teams" | "saved";
  /** Only saved views have a picture and an order of their own. */
  icon?: string | null;
  sort?: Sort;
}

export type Sort = "waiting" | "due" | "priority" | "newest" | "oldest";

/** A condition as the server keeps it (kernel/filters.py). */
export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { field: string; op: string; value?: unknown };

export interface SavedView {
  id: number;
  key: string;
  label: string;
  icon: string | null;
  filter: Condition;
  sort: Sort;
  scope: "all" | "team" | "agent";
  team_id: number | null;
  may_change: boolean;
  count: number | string | null;
}

export interface Me {
  id: number;
  name: string;
  email: string;
  role: string;
  tz: string;
  locale: string;
  permissions: string[];
  /** Whether keys without Ctrl or ⌘ act. */
  single_keys: boolean;
  /** Online: new tickets may come by themselves. */
  availability: Availability;
  team_ids: number[];
  /** The pages of the settings that are open to this agent. */
  settings: { href: string; label: string }[];
}

export type Availability = "online" | "away";

/** What the workspace page carries; the same shape when it is asked for as JSON. */
export interface PageData {
  me: Me;
  /** Only said once, with the whole page. */
  claim: "claim" | "ask" | "off";
  cursor: string;
  view: string;
  views: View[];
  filters: Record<string, string>;
  tickets: TicketRow[];
  next: string | null;
  search: Searched | null;
  ticket: Ticket | null;
  messages: Message[];
  older: number | null;
  agents: Ref[];
  teams: Ref[];
  tags: string[];
  inboxes: Inbox[];
  unread: number[];
  /** Machines are silent, and this agent may let them speak again. */
  machines_paused: boolean;
}

export interface News extends Partial<Bell> {
  cursor: string;
  kind:
    | "ticket"
    | "message"
    | "gone"
    | "reload"
    | "me"
    | "bell"
    | "seen"
    | "views"
    | "draft"
    | "machines"
    | "tags";
  seen?: Record<string, number>;
  draft?: ServerDraft | null;
  dropped?: number | null;
  me?: Partial<Me>;
  ticket?: TicketRow | Ticket;
  message?: Message;
  number?: number;
  room?: string;
  machines_paused?: boolean;
}
