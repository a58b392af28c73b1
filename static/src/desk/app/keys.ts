/** Single keys that do what the mouse does; they rest while one types, and while a dialog or menu is open. */
import { begins, commandOf, singleKeys } from "./commands";
import { hold, kept, released } from "./held-keys";
import { named } from "./keynames";
import { leaveOneStep } from "./leaving";

/** How long "g" waits for its second key. */
const PREFIX_MILLISECONDS = 1500;
const TYPING = "input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]";
const OWN_KEYS = "dialog, [role=menu], [role=listbox], [role=combobox]";

let prefix = "";
let forgetting: ReturnType<typeof setTimeout> | undefined;

export function listenToKeys(): void {
  addEventListener("keydown", onKey);
  addEventListener("focusin", ({ target }) => {
    const typed = released();
    // After the script that gave the focus is done with its field, and before the next key.
    if (typed && target instanceof Element && target.matches(TYPING))
      queueMicrotask(() => document.execCommand("insertText", false, typed));
  });
}

export function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const target = event.target instanceof Element ? event.target : null;
  if (event.key === "Escape") {
    forget();
    released();
    leaveOneStep(target);
    return;
  }
  if (kept(event)) {
    event.preventDefault();
    return;
  }
  const pressed = named(event);
  if (!pressed.startsWith("Mod+") && !mayAct(target)) return;
  const keys = prefix ? `${prefix} ${pressed}` : pressed;
  forget();
  const command = commandOf(keys);
  if (command) {
    event.preventDefault();
    if (command.opens) hold();
    command.run();
  } else if (keys === pressed && begins(pressed)) {
    prefix = pressed;
    forgetting = setTimeout(forget, PREFIX_MILLISECONDS);
  }
}

function mayAct(target: Element | null): boolean {
  return singleKeys.value && !target?.closest(`${TYPING}, ${OWN_KEYS}`);
}

function forget(): void {
  clearTimeout(forgetting);
  prefix = "";
}
