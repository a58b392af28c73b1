/** The URL holds the state: view and filters in the query, the open ticket in the path. */
import type { Filters } from "../store/belonging";
import { undivided } from "../store/held";

export interface Place {
  view: string;
  filters: Filters;
  number: number | null;
}

/** Stands in the URL of a ticket that has the agent's undivided attention. */
export const FOCUS = "focus";
const FILTERS = ["status", "inbox", "tag", "priority", "needs_reply", "q", "f", "sort"];

/** Reads a place from a URL; what it does not know it leaves out. */
export function placeOf(url: URL): Place {
  const match = /^\/desk\/tickets\/(\d+)$/.exec(url.pathname);
  const filters: Record<string, string> = {};
  for (const name of FILTERS) {
    const value = url.searchParams.get(name);
    if (value) filters[name] = value;
  }
  return { view: url.searchParams.get("view") || "all", filters, number: match ? Number(match[1]) : null };
}

/** The query of a list, without its question mark when empty. */
export function queryOf(place: Pick<Place, "view" | "filters">, more: Record<string, string> = {}): string {
  const query = new URLSearchParams({ view: place.view });
  for (const name of FILTERS) {
    const value = place.filters[name];
    if (value) query.set(name, value);
  }
  for (const [name, value] of Object.entries(more)) query.set(name, value);
  return `?${query}`;
}

export function urlOf(place: Place): string {
  const path = place.number === null ? "/desk/tickets" : `/desk/tickets/${place.number}`;
  return path + queryOf(place, place.number !== null && undivided.peek() ? { [FOCUS]: "1" } : {});
}
