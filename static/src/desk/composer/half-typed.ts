/** What stands in the address lines and is no address yet: it is named in its place and stops the reply. */
import { signal } from "@preact/signals";
import { t } from "../../shared/i18n";
import { addressesIn } from "./recipients";

export type Role = "to" | "cc" | "bcc";

/** The ticket whose address lines are unfolded. */
export const linesOpen = signal<number | null>(null);
/** By ticket and role. */
const typed = signal<ReadonlyMap<string, string>>(new Map());

export function typedIn(number: number, role: Role): string {
  return typed.value.get(`${number}:${role}`) ?? "";
}

export function typeIn(number: number, role: Role, words: string): void {
  const now = new Map(typed.value);
  if (words) now.set(`${number}:${role}`, words);
  else now.delete(`${number}:${role}`);
  typed.value = now;
}

/** What is wrong with what was typed; empty while nothing is. */
export function troubleIn(words: string): string {
  const { rest } = addressesIn(words);
  return rest ? t("“{words}” is not an address.", { words: rest }) : "";
}

export function lineId(number: number, role: Role): string {
  return `recipients-${number}-${role}`;
}

/** Leads to an address that is not finished; says whether there is one. */
export function leadToHalfTyped(number: number): boolean {
  const role = (["to", "cc", "bcc"] as const).find((each) => typedIn(number, each).trim() !== "");
  if (!role) return false;
  linesOpen.value = number;
  requestAnimationFrame(() => document.getElementById(lineId(number, role))?.focus());
  return true;
}
