/** Where a changed row goes in the list on screen; the server stays the judge, each refetch follows it. */
import type { Me, TicketRow } from "../types";

export type Filters = Readonly<Record<string, string>>;

/** Whether the row belongs to the list on screen: a chosen status stands in the place of the view's own. */
export function wantedBy(row: TicketRow, view: string, filters: Filters, me: Me): boolean {
  const place = filters.status ? view !== "mine" || row.assignee?.id === me.id : inView(row, view, me);
  return place && passes(row, filters);
}

/** Whether the row belongs to a view, by the view's key. */
export function inView(row: TicketRow, view: string, me: Me): boolean {
  // Whom a note calls is not in the row: nobody here can count it.
  if (view === "mentions") return false;
  if (view === "pending" || view === "snoozed" || view === "resolved" || view === "closed") {
    return row.status === view;
  }
  // What one has begun is no property of the ticket: drafts are counted where they are kept.
  if (view === "drafts" || row.status !== "open") return false;
  if (view === "unassigned") return row.assignee === null;
  if (view === "mine") return row.assignee?.id === me.id;
  if (view === "team") return row.team !== null && me.team_ids.includes(row.team.id);
  if (view === "waiting") return row.waiting_since !== null;
  if (view.startsWith("team:")) return row.team?.id === Number(view.slice(5));
  return true;
}

/** Whether the row passes the filters; a search is left to the server, a row already listed stays. */
export function passes(row: TicketRow, filters: Filters): boolean {
  if (filters.status && row.status !== filters.status) return false;
  if (filters.inbox && row.inbox.id !== Number(filters.inbox)) return false;
  if (filters.tag && !row.tags.includes(filters.tag)) return false;
  if (filters.priority && row.priority !== filters.priority) return false;
  if (filters.needs_reply && row.needs_reply !== (filters.needs_reply === "1")) return false;
  return true;
}

/** Whether only the server can say what belongs: a search, a filter of one's own, a saved view, drafts, mentions. */
export function judgedByServer(view: string, filters: Filters): boolean {
  const own = view === "drafts" || view === "mentions";
  return Boolean(filters.q || filters.f) || own || view.startsWith("view:");
}

const URGENCY = { urgent: 0, high: 1, normal: 2, low: 3 };

/** Comparison of two rows in the order of the list: longest waiting, due or most urgent first, newest, or oldest. */
export function inOrder(sort: string | undefined): (one: TicketRow, other: TicketRow) => number {
  const last = (row: TicketRow) => Date.parse(row.last_message_at);
  if (sort === "newest") return (one, other) => last(other) - last(one) || other.id - one.id;
  if (sort === "oldest") return (one, other) => last(one) - last(other) || one.id - other.id;
  const since = (row: TicketRow) => {
    const instant = sort === "due" ? row.due_at : row.waiting_since;
    return instant ? Date.parse(instant) : Number.POSITIVE_INFINITY;
  };
  return (one, other) => {
    if (sort === "priority" && one.priority !== other.priority) {
      return URGENCY[one.priority] - URGENCY[other.priority];
    }
    if (since(one) !== since(other)) return since(one) - since(other);
    return since(one) === Number.POSITIVE_INFINITY ? other.id - one.id : one.id - other.id;
  };
}

/** The numbers of the list after a row changed: put in its place, moved, or taken out. */
export function placed(
  numbers: readonly number[],
  row: TicketRow,
  rowOf: (number: number) => TicketRow | undefined,
  options: { wanted: boolean; complete: boolean; sort: string | undefined },
): number[] {
  const others = numbers.filter((number) => number !== row.number);
  if (!options.wanted) return others;
  const compare = inOrder(options.sort);
  const at = others.findIndex((number) => {
    const other = rowOf(number);
    return other !== undefined && compare(row, other) < 0;
  });
  if (at >= 0) return others.toSpliced(at, 0, row.number);
  // Beyond the last loaded page it would leave a gap, so it comes with its own page.
  return options.complete || numbers.includes(row.number) ? [...others, row.number] : others;
}
