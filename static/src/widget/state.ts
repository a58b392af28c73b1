/** Everything the chat knows, once, and the rules by which messages merge. */
import { computed, signal } from "@preact/signals";
import type { Message, Page, Unsent } from "./types";

export const page: Page = JSON.parse(document.getElementById("page-data")?.textContent ?? "{}") as Page;

export const messages = signal<readonly Message[]>([]);
export const unsent = signal<readonly Unsent[]>([]);
/** What stands in the field, not sent yet. */
export const words = signal("");
export const email = signal<string | null>(null);
export const typing = signal<string | null>(null);
export const connected = signal(true);
export const shown = signal(parent === window);
export const looking = signal(!document.hidden);
/** The newest message that was on a screen somebody looked at. */
export const seenUpTo = signal(0);

export const unread = computed(
  () => messages.value.filter((each) => each.from !== "visitor" && each.id > seenUpTo.value).length,
);

/** Takes in whole messages: the same id or key is the same message, so twice changes nothing. */
export function see(fresh: readonly Message[]): void {
  if (fresh.length === 0) return;
  const same = (one: Message, other: Message) => one.id === other.id;
  const kept = messages.value.filter((old) => !fresh.some((each) => same(old, each)));
  const once = fresh.filter((each, index) => fresh.findIndex((other) => same(each, other)) === index);
  messages.value = [...kept, ...once].sort(byTime);
  const keys = new Set(fresh.map((each) => each.client_key));
  unsent.value = unsent.value.filter((each) => !keys.has(each.client_key));
  if (fresh.some((each) => each.from === "agent")) typing.value = null;
}

function byTime(one: Message, other: Message): number {
  return Date.parse(one.created_at) - Date.parse(other.created_at) || one.id - other.id;
}
