/** Puts the rows of a list under headings that say why they stand where they stand. */
import { sameDay } from "../../shared/due";
import { t } from "../../shared/i18n";
import { dayKey, dayName, type Zone } from "../../shared/times";
import { priorityWords } from "../app/words";
import type { TicketRow } from "../types";

export interface Group<Row> {
  key: string;
  label: string;
  urgent: boolean;
  /** Whether every row of the group is loaded, so that its number may be shown. */
  whole: boolean;
  rows: Row[];
}

interface Options {
  sort: string | undefined;
  now: number;
  zone: Zone;
  complete: boolean;
  /** Whether the row keeps the heading it had: it is about to leave, or the list stands still. */
  keeps?: (number: number) => boolean;
}

/** The heading under which a row was shown last. */
const headings = new Map<number, [string, string]>();

const HOUR = 3_600_000;
const URGENT = ["day", "overdue", "urgent"];

/** Consecutive rows with the same heading, in the order given. */
export function grouped<Row extends TicketRow>(rows: readonly Row[], options: Options): Group<Row>[] {
  const groups: Group<Row>[] = [];
  for (const row of rows) {
    const kept = options.keeps?.(row.number) ? headings.get(row.number) : undefined;
    const [key, label] = kept ?? headingOf(row, options);
    headings.set(row.number, [key, label]);
    const last = groups.at(-1);
    if (last?.key === key) last.rows.push(row);
    else groups.push({ key, label, urgent: URGENT.includes(key), whole: true, rows: [row] });
  }
  const last = groups.at(-1);
  if (last && !options.complete) last.whole = false;
  return groups;
}

function headingOf(row: TicketRow, { sort, now, zone }: Options): [string, string] {
  if (sort === "newest" || sort === "oldest") {
    return [dayKey(row.last_message_at, zone), dayName(row.last_message_at, now, zone)];
  }
  if (sort === "priority") return [row.priority, priorityWords(row.priority)];
  if (sort === "due") return dueHeading(row.due_at, now, zone);
  if (!row.waiting_since) return ["answered", t("Answered")];
  const waited = now - Date.parse(row.waiting_since);
  if (waited >= 24 * HOUR) return ["day", t("Waiting over a day")];
  if (waited >= HOUR) return ["hour", t("Waiting over an hour")];
  return ["fresh", t("Waiting under an hour")];
}

function dueHeading(due: string | null, now: number, zone: Zone): [string, string] {
  if (!due) return ["undue", t("Nothing promised")];
  const left = Date.parse(due) - now;
  if (left <= 0) return ["overdue", t("Overdue")];
  if (left <= HOUR) return ["soon", t("Due within the hour")];
  return sameDay(due, now, zone) ? ["today", t("Due today")] : ["later", t("Due later")];
}

/** How urgent a wait looks: a day is red, four hours amber. */
export function urgency(since: string, now: number): "" | "amber" | "red" {
  const passed = now - Date.parse(since);
  if (passed >= 24 * HOUR) return "red";
  return passed >= 4 * HOUR ? "amber" : "";
}
