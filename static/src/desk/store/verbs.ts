/** What an agent does to a ticket: one function a verb; the answer replaces the ticket, a refusal becomes a toast. */
import { t } from "../../shared/i18n";
import { statusWords } from "../app/words";
import { send } from "../net/http";
import type { Availability, ContactPanel, Message, Priority, Status, Ticket } from "../types";
import { askFor } from "./fields";
import { seeMessage, seeTicket } from "./news";
import * as state from "./state";
import { toast } from "./toasts";
import { done } from "./undoing";

const UNDO_MILLISECONDS = 60_000;

async function change(
  method: "POST" | "PUT" | "DELETE",
  number: number,
  what: string,
  body?: unknown,
): Promise<boolean> {
  return attempt(async () => {
    const path = `/desk/tickets/${number}/${what}`;
    const answer = await send<{ ticket: Ticket }>(method, path, body);
    seeTicket(answer.ticket);
  }, number);
}

async function attempt(act: () => Promise<void>, number = 0): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    askFor(number, error);
    toast(error instanceof Error ? error.message : t("That did not work."), { bad: true });
    return false;
  }
}

/** Sets the status; `until` is the instant a snoozed ticket comes back, ISO in UTC. */
export async function setStatus(number: number, status: Status, until: string | null = null): Promise<void> {
  const before = state.tickets.value.get(number)?.status;
  if (before === status && status !== "snoozed") return;
  const body = until ? { status, snoozed_until: until } : { status };
  if (!(await change("PUT", number, "status", body))) return;
  const words = t("Ticket {number} is now {status}", { number, status: statusWords(status).toLowerCase() });
  const undoable = before !== undefined && before !== "snoozed" && before !== "closed";
  const stands = () => state.tickets.peek().get(number)?.status === status;
  const lasts = Date.now() + UNDO_MILLISECONDS;
  toast(words, undoable ? { undo: done(() => void setStatus(number, before), lasts, stands) } : {});
}

export function setPriority(number: number, priority: Priority): Promise<boolean> {
  return change("PUT", number, "priority", { priority });
}

export function assign(number: number, agent_id: number | null): Promise<boolean> {
  return change("PUT", number, "assignee", { agent_id });
}

export function setTeam(number: number, team_id: number | null): Promise<boolean> {
  return change("PUT", number, "team", { team_id });
}

export function addTag(number: number, name: string): Promise<boolean> {
  return change("POST", number, "tags", { name });
}

export function removeTag(number: number, name: string): Promise<boolean> {
  return change("DELETE", number, `tags/${encodeURIComponent(name)}`);
}

/** Follow or unfollow as oneself; the answer may leave `following` out, so it is noted here too. */
export async function setFollowing(number: number, following: boolean): Promise<void> {
  if (!(await change(following ? "PUT" : "DELETE", number, "following"))) return;
  const ticket = state.tickets.value.get(number);
  if (ticket) state.tickets.value = new Map(state.tickets.value).set(number, { ...ticket, following });
}

export function retryDelivery(message: Message): Promise<boolean> {
  return attempt(async () => {
    if (!message.retry_url) return;
    const answer = await send<{ message: Message }>("POST", message.retry_url);
    seeMessage(answer.message);
  });
}

export function setBlocked(number: number, contactId: number, blocked: boolean): Promise<boolean> {
  return attempt(async () => {
    const path = `/desk/contacts/${contactId}/blocked`;
    const answer = await send<{ contact_panel: ContactPanel }>(blocked ? "PUT" : "DELETE", path);
    const ticket = state.tickets.value.get(number);
    if (!ticket) return;
    const seen = { ...ticket, contact_panel: answer.contact_panel };
    state.tickets.value = new Map(state.tickets.value).set(number, seen);
  });
}

/** Goes online or away; other pages of mine follow by news. */
export function setAvailability(availability: Availability): Promise<boolean> {
  return attempt(async () => {
    const answer = await send<{ availability: Availability }>("POST", "/desk/availability", { availability });
    state.me.value = { ...state.me.value, ...answer };
  });
}
