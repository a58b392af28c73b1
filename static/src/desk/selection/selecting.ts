/** Which rows are chosen. Another view or filter begins anew; a row that leaves the list is chosen no more. */
import { computed, effect, signal } from "@preact/signals";
import { t, tn } from "../../shared/i18n";
import { shown } from "../list/calm";
import * as state from "../store/state";

const chosen = signal<ReadonlySet<number>>(new Set());
let anchor: number | null = null;

/** The chosen numbers in the order of the list. */
export const selected = computed(() => state.listed.value.filter((number) => chosen.value.has(number)));
export const isSelected = (number: number) => chosen.value.has(number);
export const selecting = computed(() => selected.value.length > 0);

function choose(numbers: Iterable<number>): void {
  const before = selected.value.length;
  chosen.value = new Set(numbers);
  const n = selected.value.length;
  if (n === before) return;
  state.announcement.value = n === 0 ? t("Nothing selected") : tn("{n} selected", "{n} selected", n);
}

export function toggle(number: number): void {
  const rest = selected.value.filter((each) => each !== number);
  choose(rest.length < selected.value.length ? rest : [...rest, number]);
  anchor = number;
}

/** What one sees can be chosen; what waits until the list may move is not on the screen yet. */
export const choosable = computed(() => {
  const listed = new Set(state.listed.value);
  return shown.value.filter((number) => listed.has(number));
});

/** Chooses everything between the row chosen last and this one, as they stand on the screen. */
export function extendTo(number: number): void {
  const list = choosable.value;
  const to = list.indexOf(number);
  const from = anchor === null ? to : list.indexOf(anchor);
  if (to < 0) return;
  const start = from < 0 ? to : from;
  choose([...selected.value, ...list.slice(Math.min(start, to), Math.max(start, to) + 1)]);
  if (anchor === null) anchor = number;
}

export function selectLoaded(): void {
  choose(choosable.value);
}

export function clearSelection(): void {
  choose([]);
  anchor = null;
}

let list = "";
effect(() => {
  const now = `${state.view.value} ${JSON.stringify(state.filters.value)}`;
  if (now !== list) {
    list = now;
    chosen.value = new Set();
    anchor = null;
  }
});
