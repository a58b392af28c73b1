/** Asks the server for macros: which there are for me, and what one says and does on a ticket. */
import { t } from "../../shared/i18n";
import { get, send } from "../net/http";
import { lacking } from "../store/fields";
import { seeTicket } from "../store/news";
import { toast } from "../store/toasts";
import type { Ticket } from "../types";

export interface Macro {
  id: number;
  name: string;
  /** How its text begins, in one line. */
  text: string;
  /** What it is going to do: "sets Pending", "tags refund". */
  does: string[];
  scope: "personal" | "team" | "everyone";
  uses: number;
}

/** What an applied macro leaves to go on with; both may be empty. */
export interface Words {
  text: string;
  html: string | null;
  /** What must be filled in before it can resolve the ticket. */
  fields: { id: number }[];
}

/** Leads to the first field that is lacking, once the words are where they belong. */
export function leadTo(number: number, { fields }: Words): void {
  if (fields.length > 0) lacking.value = { number, ids: fields.map((each) => each.id) };
}

export async function findMacros(words: string): Promise<Macro[]> {
  const { macros } = await get<{ macros: Macro[] }>(
    `/desk/macros?q=${encodeURIComponent(words.slice(0, 100))}`,
  );
  return macros;
}

/** What a macro does in one line: "Sets Pending, tags refund." */
export function does(macro: Macro): string {
  return macro.does.join(", ");
}

/** Applies a macro; a refusal becomes a toast and null. What of it could not be done is told too. */
export async function applyMacro(number: number, id: number): Promise<Words | null> {
  try {
    const path = `/desk/tickets/${number}/macros/${id}`;
    const { ticket, undone, ...words } = await send<Words & { ticket: Ticket; undone: string[] }>(
      "POST",
      path,
      {},
    );
    seeTicket(ticket);
    for (const one of undone) toast(t("Not done: {what}", { what: one }), { bad: true });
    return words;
  } catch (error) {
    toast(error instanceof Error ? error.message : t("That did not work."), { bad: true });
    return null;
  }
}
