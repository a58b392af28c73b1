/** The condition being built, what would fit it, and what the server says is wrong with it. */
import { effect, signal } from "@preact/signals";
import { get, Refused } from "../net/http";
import type { Sort, TicketRow } from "../types";
import { conditionOf, type Group, packed, unfinished } from "./tree";

export interface Look {
  count: number | string;
  tickets: TicketRow[];
}

export const tree = signal<Group>({ join: "all", parts: [] });
export const order = signal<Sort>("waiting");
/** What fits now; null while that is not known. */
export const look = signal<Look | null>(null);
/** What is wrong, and with which test: its path, as "0.2", or "" for the whole. */
export const wrong = signal<{ path: string; words: string } | null>(null);

const PAUSE_MILLISECONDS = 300;
let turn = 0;

/** Looks again a little after each change; returns what ends it. */
export function keepLooking(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = effect(() => {
    const group = tree.value;
    void order.value;
    clearTimeout(timer);
    wrong.value = null;
    turn += 1;
    if (unfinished(group)) look.value = null;
    else timer = setTimeout(() => void check(), PAUSE_MILLISECONDS);
  });
  return () => {
    clearTimeout(timer);
    end();
  };
}

/** Asks the server what fits; false when it finds something wrong, which is then said beside its test. */
export async function check(): Promise<boolean> {
  const mine = ++turn;
  const query = new URLSearchParams({ f: packed(conditionOf(tree.peek())), sort: order.peek() });
  try {
    const found = await get<Look>(`/desk/views/preview?${query}`);
    if (mine === turn) look.value = found;
    return true;
  } catch (error) {
    if (mine === turn) blame(error);
    return false;
  }
}

/** Puts a refusal beside what it is about. */
export function blame(error: unknown): void {
  look.value = null;
  const field = error instanceof Refused ? (error.field ?? "") : "";
  const path = /^(?:f|filter)\.([\d.]+)$/.exec(field)?.[1] ?? "";
  wrong.value = { path, words: error instanceof Error ? error.message : String(error) };
}
