/** What a hurried person types between the key that opens a field and the field: held, then typed there; never lost. */

/** How long at most keys wait for what was opened. */
const OPENING_MILLISECONDS = 1000;

let until = 0;
let held = "";

/** From now on keys wait for a field that is about to take the focus. */
export function hold(): void {
  until = performance.now() + OPENING_MILLISECONDS;
  held = "";
}

/** Keeps this key if a field is awaited; says whether it is, as the key then has no other meaning. */
export function kept(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey">): boolean {
  if (performance.now() >= until) return false;
  if (event.ctrlKey || event.metaKey) return false;
  if (event.key === "Backspace") held = [...held].slice(0, -1).join("");
  else if ([...event.key].length === 1) held += event.key;
  return true;
}

/** The wait is over: gives what was typed meanwhile. */
export function released(): string {
  const typed = held;
  until = 0;
  held = "";
  return typed;
}
