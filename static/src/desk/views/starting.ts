/** What the builder begins with: the condition of the list on screen, so that one narrows what one sees. */
import type { Filters } from "../store/belonging";
import type { Condition, Me, SavedView } from "../types";
import { unpacked } from "./tree";

const test = (field: string, op: string, value?: unknown): Condition =>
  value === undefined ? { field, op } : { field, op, value };

const OPEN = test("status", "is", "open");

/** The list's condition in the words of the language; what was searched for stays with the search. */
export function conditionOnScreen(
  view: string,
  filters: Filters,
  saved: readonly SavedView[],
  me: Me,
): Condition {
  const own = filters.f ? unpacked(filters.f) : null;
  const base = own ?? saved.find((each) => each.key === view)?.filter ?? { all: standing(view, filters, me) };
  const narrowed = narrowing(filters);
  if (narrowed.length === 0) return base;
  return "all" in base ? { all: [...base.all, ...narrowed] } : { all: [base, ...narrowed] };
}

function standing(view: string, filters: Filters, me: Me): Condition[] {
  if (filters.status) return view === "mine" ? [test("assignee", "is", "me")] : [];
  if (["pending", "snoozed", "resolved", "closed"].includes(view)) return [test("status", "is", view)];
  if (view === "mine") return [OPEN, test("assignee", "is", "me")];
  if (view === "unassigned") return [OPEN, test("assignee", "empty")];
  if (view === "waiting") return [OPEN, test("waiting_since", "not_empty")];
  if (view === "team") return [OPEN, { any: me.team_ids.map((id) => test("team", "is", id)) }];
  if (view.startsWith("team:")) return [OPEN, test("team", "is", Number(view.slice(5)))];
  return [OPEN];
}

function narrowing(filters: Filters): Condition[] {
  const found: Condition[] = [];
  if (filters.status) found.push(test("status", "is", filters.status));
  if (filters.inbox) found.push(test("inbox", "is", Number(filters.inbox)));
  if (filters.tag) found.push(test("tags", "contains", filters.tag));
  if (filters.priority) found.push(test("priority", "is", filters.priority));
  if (filters.needs_reply) found.push(test("needs_reply", "is", filters.needs_reply === "1"));
  return found;
}
