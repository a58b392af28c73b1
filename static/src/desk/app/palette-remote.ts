/** What the palette asks the server for: tickets, people and macros by words. */
import { t } from "../../shared/i18n";
import { does, findMacros, type Macro } from "../macros/finding";
import { useMacro } from "../macros/putting";
import { get } from "../net/http";
import { openTicket } from "../store/state";
import type { TicketRow } from "../types";
import { go } from "./navigation";
import { type Item, ticketItem } from "./palette-items";

interface Person {
  id: number;
  name: string;
  address: string;
}

/** A number is the ticket it names, at once and without asking. */
export function jump(typed: string): Item[] {
  const number = /^#?\s*(\d{1,15})$/.exec(typed.trim())?.[1];
  if (!number) return [];
  return [
    {
      id: `ticket-${Number(number)}`,
      kind: "tickets",
      label: t("Open ticket #{number}", { number }),
      beside: typed,
      icon: "ticket",
      run: () => go({ number: Number(number) }),
    },
  ];
}

/** What does not answer is left out; the rest is still found. */
export async function ask(typed: string): Promise<Item[]> {
  const q = new URLSearchParams({ q: typed });
  const open = openTicket.peek()?.number;
  const [tickets, people, macros] = await Promise.allSettled([
    get<{ tickets: TicketRow[] }>(`/desk/tickets?${q}`),
    get<{ contacts: Person[] }>(`/desk/contacts?${q}`),
    open === undefined ? [] : findMacros(typed),
  ]);
  return [
    ...(open !== undefined && macros.status === "fulfilled"
      ? macros.value.map((macro) => macroItem(open, macro))
      : []),
    ...(tickets.status === "fulfilled" ? tickets.value.tickets.map(ticketItem) : []),
    ...(people.status === "fulfilled" ? people.value.contacts.map(personItem) : []),
  ];
}

/** A macro is applied to the ticket that is open. */
function macroItem(number: number, macro: Macro): Item {
  return {
    id: `macro-${macro.id}`,
    kind: "macros",
    label: macro.name,
    beside: does(macro) || macro.text,
    icon: "zap",
    run: () => void useMacro(number, macro.id),
  };
}

function personItem({ id, name, address }: Person): Item {
  return {
    id: `contact-${id}`,
    kind: "people",
    label: name || address,
    beside: address,
    icon: "contact",
    run: () => location.assign(`/desk/contacts/${id}`),
  };
}
