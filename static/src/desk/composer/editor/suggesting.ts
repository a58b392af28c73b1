/**
 * Looks things up while one types: finds the sign before the cursor, asks its source, and keeps the choices. Both
 * kinds of field use it; where the list is drawn is their business.
 */
import { signal } from "@preact/signals";
import { type Choice, type Insert, type Place, SOURCES, type Source } from "../sources";

export interface Field {
  place: Place;
  /** The text of the line before the cursor; one character for whatever is no text. */
  before: string;
  /** Where the sign stands on screen, for a number of characters before the cursor. */
  spot: (back: number) => { left: number; top: number };
  /** Takes away so many characters before the cursor, and says how to put something there. */
  replace: (back: number) => Insert;
  element: HTMLElement;
}

interface Shown {
  source: Source;
  choices: readonly Choice[];
  back: number;
  left: number;
  top: number;
  field: Field;
}

export const LIST_ID = "composer-choices";
export const suggested = signal<Shown | null>(null);
export const at = signal(0);

let asked = 0;
let dismissed = "";
/** More was typed than the list on screen was found by. */
let looking = false;
/** Somebody has pressed Enter meanwhile, and means the first of what is going to be found. */
let eager = false;

export function optionId(index: number): string {
  return `${LIST_ID}-${index}`;
}

interface Found {
  source: Source;
  query: string;
}

/** The sign at the start of a word before the cursor, and what was typed behind it. */
export function found(before: string, place: Place, sources: readonly Source[] = SOURCES): Found | null {
  for (const source of sources) {
    const start = before.lastIndexOf(source.trigger);
    if (start < 0 || (start > 0 && !/[\s([]/.test(before.charAt(start - 1)))) continue;
    const query = before.slice(start + source.trigger.length);
    if (/\s|￼/.test(query) || query.length > 40 || query.length < (source.least ?? 0)) continue;
    if (source.where(place)) return { source, query };
  }
  return null;
}

/** The text or the cursor changed; a null field has nothing to look up. */
export async function look(field: Field | null): Promise<void> {
  asked += 1;
  const mine = asked;
  const wanted = field && found(field.before, field.place);
  looking = eager = false;
  if (!field || !wanted) {
    dismissed = "";
    hide();
    return;
  }
  const { source, query } = wanted;
  if (dismissed && field.before.startsWith(dismissed)) return;
  dismissed = "";
  const back = query.length + source.trigger.length;
  const shown = suggested.peek();
  // A choice from the list that still stands there takes the place of all that is typed by now.
  looking = true;
  if (shown?.source === source) suggested.value = { ...shown, back, field };
  else hide();
  let choices: readonly Choice[];
  try {
    choices = await source.find(query, field.place);
  } catch {
    choices = [];
  }
  if (mine !== asked) return;
  looking = false;
  if (choices.length === 0) {
    hide();
    return;
  }
  at.value = 0;
  suggested.value = { source, choices, back, field, ...field.spot(back) };
  mark(field.element);
  if (eager) choose(0);
}

export function hide(): void {
  const shown = suggested.peek();
  if (!shown) return;
  shown.field.element.removeAttribute("aria-activedescendant");
  shown.field.element.removeAttribute("aria-controls");
  suggested.value = null;
}

function mark(element: HTMLElement): void {
  element.setAttribute("aria-controls", LIST_ID);
  element.setAttribute("aria-activedescendant", optionId(at.peek()));
}

export function choose(index: number): void {
  const shown = suggested.peek();
  const choice = shown?.choices[index];
  if (!shown || !choice) return;
  asked += 1;
  hide();
  void shown.source.take(choice, shown.field.replace(shown.back));
}

/** A key while the list is open; says whether it was meant for the list. */
export function suggestKey(event: KeyboardEvent): boolean {
  const shown = suggested.peek();
  if (!shown || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false;
  const { length } = shown.choices;
  if (event.key === "ArrowDown") at.value = (at.peek() + 1) % length;
  else if (event.key === "ArrowUp") at.value = (at.peek() + length - 1) % length;
  else if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) {
    if (looking) eager = true;
    else choose(at.peek());
  } else if (event.key === "Escape") {
    dismissed = shown.field.before;
    hide();
  } else return false;
  if (suggested.peek()) mark(shown.field.element);
  return true;
}
