/** Changes chosen tickets through the one door for many, says in a toast what came of it, and takes it back on request. */
import { batch } from "@preact/signals";
import { t, tn } from "../../shared/i18n";
import { settle } from "../list/calm";
import { send } from "../net/http";
import { seeTicket } from "../store/news";
import * as state from "../store/state";
import { toast } from "../store/toasts";
import { done } from "../store/undoing";
import type { Priority, Status, TicketRow } from "../types";
import { clearSelection } from "./selecting";

export type Wanted =
  | { action: "status"; params: { status: Status; snoozed_until?: string } }
  | { action: "priority"; params: { priority: Priority } }
  | { action: "assignee"; params: { agent_id: number | null } }
  | { action: "team"; params: { team_id: number | null } }
  | { action: "tag" | "untag"; params: { name: string } };

interface Outcome {
  number: number;
  result: "changed" | "same" | "refused" | "not_found";
  words: string | null;
}

interface Answer {
  outcome: Outcome[];
  tickets: TicketRow[];
  undo: { id: number; seconds: number } | null;
}

const AT_ONCE = 200;

/** Does one thing to the tickets; the door takes 200 at once, so more go in several steps with one undo. */
export async function changeMany(numbers: readonly number[], wanted: Wanted): Promise<void> {
  const answers: Answer[] = [];
  try {
    for (let at = 0; at < numbers.length; at += AT_ONCE) {
      const some = numbers.slice(at, at + AT_ONCE);
      const body = { numbers: some, ...wanted, client_key: crypto.randomUUID() };
      answers.push(await send<Answer>("POST", "/desk/tickets/bulk", body));
    }
  } catch (error) {
    fail(error);
  }
  const outcome = takeIn(answers);
  const changed = outcome.filter((each) => each.result === "changed").length;
  const undos = answers.flatMap(({ undo }) => (undo ? [undo] : []));
  const until = Date.now() + Math.min(...undos.map((undo) => undo.seconds)) * 1000;
  const ids = undos.map((undo) => undo.id);
  if (changed > 0) {
    clearSelection();
    toast(words(wanted, changed), ids.length > 0 ? { undo: done(() => void takeBack(ids), until) } : {});
  } else if (answers.length > 0 && !outcome.some((each) => each.words)) toast(t("Nothing had to change."));
  complain(outcome);
}

/** Takes a change of many back. */
async function takeBack(ids: readonly number[]): Promise<void> {
  const answers: Answer[] = [];
  try {
    for (const id of ids) answers.push(await send<Answer>("POST", `/desk/tickets/bulk/${id}/undo`));
  } catch (error) {
    fail(error);
  }
  const outcome = takeIn(answers);
  const back = outcome.filter((each) => each.result === "changed").length;
  if (back > 0) toast(tn("{n} ticket is as it was before", "{n} tickets are as they were before", back));
  complain(outcome);
}

function takeIn(answers: readonly Answer[]): Outcome[] {
  const outcome = answers.flatMap((answer) => answer.outcome);
  const tickets = answers.flatMap((answer) => answer.tickets);
  const shown = new Set(tickets.map((row) => row.number));
  const gone = outcome.filter((each) => each.result === "changed" && !shown.has(each.number));
  batch(() => {
    for (const row of tickets) seeTicket(row);
    // Changed, but not for our eyes any more: it went to a team whose tickets we do not see.
    const left = new Set(gone.map((each) => each.number));
    if (left.size > 0) state.listed.value = state.listed.value.filter((number) => !left.has(number));
  });
  settle(); // It is what one wants to see, also under one's own pointer.
  return outcome;
}

function complain(outcome: readonly Outcome[]): void {
  const refused = outcome.filter((each) => each.result === "refused" || each.result === "not_found");
  const first = refused[0];
  if (!first) return;
  const said = { number: first.number, words: first.words ?? "" };
  const sentence =
    refused.length === 1
      ? t("Ticket {number} was left as it is: {words}", said)
      : t("{n} tickets were left as they are. Ticket {number}: {words}", { ...said, n: refused.length });
  toast(sentence, { bad: true });
}

function fail(error: unknown): void {
  toast(error instanceof Error ? error.message : t("That did not work."), { bad: true });
}

function words(wanted: Wanted, n: number): string {
  switch (wanted.action) {
    case "status":
      return statusWords(wanted.params.status, n);
    case "priority":
      return tn("Priority of {n} ticket changed", "Priority of {n} tickets changed", n);
    case "assignee":
      return wanted.params.agent_id === null
        ? tn("{n} ticket given back", "{n} tickets given back", n)
        : tn("{n} ticket assigned", "{n} tickets assigned", n);
    case "team":
      return tn("{n} ticket moved", "{n} tickets moved", n);
    case "tag":
      return tn("{n} ticket tagged", "{n} tickets tagged", n);
    case "untag":
      return tn("Tag taken off {n} ticket", "Tag taken off {n} tickets", n);
  }
}

function statusWords(status: Status, n: number): string {
  switch (status) {
    case "open":
      return tn("{n} ticket opened", "{n} tickets opened", n);
    case "pending":
      return tn("{n} ticket set to pending", "{n} tickets set to pending", n);
    case "snoozed":
      return tn("{n} ticket snoozed", "{n} tickets snoozed", n);
    case "resolved":
      return tn("{n} ticket resolved", "{n} tickets resolved", n);
    case "closed":
      return tn("{n} ticket closed", "{n} tickets closed", n);
  }
}
