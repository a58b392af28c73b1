/** The people and tickets of the unit tests; each test changes only what it is about. */
import type { Me, Message, TicketRow } from "../desk/types";

export const MAYA: Me = {
  id: 2,
  name: "Maya Chen",
  email: "maya@acme.test",
  role: "agent",
  tz: "Europe/Berlin",
  locale: "en-GB",
  permissions: [],
  availability: "online",
  single_keys: true,
  team_ids: [],
  settings: [],
};

export const ZONE = { tz: "Europe/Berlin", locale: "en-GB" };

export function ticket(number: number, change: Partial<TicketRow> = {}): TicketRow {
  return {
    id: number,
    number,
    subject: "Refund for duplicate charge",
    status: "open",
    priority: "normal",
    needs_reply: true,
    channel: "email",
    live: false,
    inbox: { id: 1, name: "Support" },
    contact: { id: 7, name: "Tomás Silva", address: "tomas@northwind.test" },
    assignee: null,
    team: null,
    tags: [],
    snippet: "Great, thank you!",
    snippet_by: "contact",
    last_message_at: "2026-11-22T09:00:00+00:00",
    waiting_since: "2026-11-22T09:00:00+00:00",
    snoozed_until: null,
    due_at: null,
    created_at: "2026-11-22T08:00:00+00:00",
    heard_id: 1,
    version: 1,
    ...change,
  };
}

export function message(id: number, change: Partial<Message> = {}): Message {
  return {
    id,
    ticket_number: 1,
    kind: "inbound",
    inbox_id: 1,
    author: { kind: "contact", id: 7, name: "Tomás Silva" },
    text: "Hello",
    html: null,
    quoted_text: null,
    has_remote_images: false,
    to: [],
    cc: [],
    bcc: [],
    attachments: [],
    delivery: null,
    unverified: false,
    agents_only: false,
    warning: null,
    sentence: null,
    icon: null,
    created_at: `2026-11-22T09:${String(id % 60).padStart(2, "0")}:00+00:00`,
    client_key: null,
    source_url: null,
    retry_url: null,
    rule_id: null,
    undo_url: null,
    forwards: null,
    redacted_by: null,
    ...change,
  };
}
