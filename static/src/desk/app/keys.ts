/** Single keys that do what the mouse does; they rest while one types, and while a dialog or menu is open. */
import { begins, commandOf, singleKeys } from "./commands";
import { named } from "./keynames";
import { leaveOneStep } from "./leaving";

/** How long "g" waits for its second key. */
const PREFIX_MILLISECONDS = 1500;
const TYPING = "input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]";
const OWN_KEYS = "dialog, [role=menu], [role=listbox], [role=combobox]";

/** How long keys rest at most for what opens and takes the focus. */
const OPENING_MILLISECONDS = 1000;

let prefix = "";
let resting = 0;
let forgetting: ReturnType<typeof setTimeout> | undefined;

export function listenToKeys(): void {
  addEventListener("keydown", onKey);
  addEventListener("focusin", () => {
    resting = 0;
  });
}

export function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const target = event.target instanceof Element ? event.target : null;
  if (event.key === "Escape") {
    forget();
    leaveOneStep(target);
    return;
  }
  const pressed = named(event);
  if (!pressed.startsWith("Mod+") && !mayAct(target)) return;
  const keys = prefix ? `${prefix} ${pressed}` : pressed;
  forget();
  const command = commandOf(keys);
  if (command) {
    event.preventDefault();
    if (command.opens) resting = performance.now() + OPENING_MILLISECONDS;
    command.run();
  } else if (keys === pressed && begins(pressed)) {
    prefix = pressed;
    forgetting = setTimeout(forget, PREFIX_MILLISECONDS);
  }
}

function mayAct(target: Element | null): boolean {
  return singleKeys.value && performance.now() >= resting && !target?.closest(`${TYPING}, ${OWN_KEYS}`);
}

function forget(): void {
  clearTimeout(forgetting);
  prefix = "";
}
