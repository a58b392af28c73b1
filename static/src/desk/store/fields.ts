/** Custom fields: what is written in them, one at a time, and which are lacking before a ticket is done. */
import { signal } from "@preact/signals";
import { Refused, send } from "../net/http";
import type { About, CustomField, KnownTicket, Ticket } from "../types";
import { seeTicket } from "./news";
import * as state from "./state";

/** What somebody wrote and the server has not got, by place; it stays through errors and visits to other tickets. */
export interface Typed {
  value: string;
  error: string;
}

export const typed = signal<ReadonlyMap<string, Typed>>(new Map());
/** The fields without which a ticket could not be resolved just now. */
export const lacking = signal<{ number: number; ids: number[] } | null>(null);

export function type(place: string, value: string): void {
  typed.value = new Map(typed.value).set(place, { value, error: "" });
}

export function forget(place: string): void {
  const rest = new Map(typed.value);
  if (rest.delete(place)) typed.value = rest;
}

/** The value as it stands in an input. */
export function written(field: CustomField): string {
  if (field.value === null || field.value === false) return "";
  return field.value === true ? "on" : String(field.value);
}

/** Keeps what is typed at a place, if it is something new; a refusal stays beside it. */
export async function keep(
  place: string,
  field: CustomField,
  save: (value: string) => Promise<void>,
): Promise<boolean> {
  const now = typed.value.get(place);
  if (!now) return true;
  if (now.value.trim() === written(field)) {
    forget(place);
    return true;
  }
  try {
    await save(now.value);
    if (typed.value.get(place)?.value === now.value) forget(place);
    return true;
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    if (typed.value.get(place)?.value === now.value)
      typed.value = new Map(typed.value).set(place, { value: now.value, error: words });
    return false;
  }
}

export async function saveTicketField(ticket: KnownTicket, id: number, value: string): Promise<void> {
  const path = `/desk/tickets/${ticket.number}/fields/${id}`;
  seeTicket((await send<{ ticket: Ticket }>("PUT", path, { value })).ticket);
  const asked = lacking.value;
  if (asked?.number !== ticket.number) return;
  const ids = asked.ids.filter((each) => each !== id);
  lacking.value = ids.length > 0 ? { ...asked, ids } : null;
}

export async function saveContactField(ticket: KnownTicket, id: number, value: string): Promise<void> {
  const contact = ticket.contact.id;
  const { about } = await send<{ about: About }>("PUT", `/desk/contacts/${contact}/fields/${id}`, { value });
  const known = [...state.tickets.value].map(([number, each]): [number, KnownTicket] =>
    each.contact.id === contact && each.about ? [number, { ...each, about }] : [number, each],
  );
  state.tickets.value = new Map(known);
}

/** Remembers what is lacking if that is why the server refused; whoever shows the fields leads there. */
export function askFor(number: number, refusal: unknown): boolean {
  if (!(refusal instanceof Refused) || refusal.code !== "fields_lacking") return false;
  lacking.value = { number, ids: refusal.fields.map((each) => each.id) };
  return true;
}
