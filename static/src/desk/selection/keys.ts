/** The keys of the list: x, Shift with j and k, Ctrl or Cmd with a, Esc, z, and Shift with u. */
import { markUnread } from "../app/seeing";
import { openNumber } from "../store/state";
import { undoLast } from "./bulk";
import { clearSelection, extendTo, selecting, selectLoaded, toggle } from "./selecting";

const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable], dialog, [role=menu]";

export function listenToListKeys(): void {
  // Before the other keys, so that Esc first takes the selection away and only then what lies beneath.
  addEventListener("keydown", onKey, { capture: true });
}

function onKey(event: KeyboardEvent): void {
  const target = event.target instanceof Element ? event.target : null;
  if (event.defaultPrevented || event.isComposing || event.altKey || target?.closest(TYPING)) return;
  const command = event.ctrlKey || event.metaKey ? withControl(event, target) : plain(event);
  if (!command) return;
  event.preventDefault();
  event.stopPropagation();
  command();
}

function withControl(event: KeyboardEvent, target: Element | null): (() => void) | undefined {
  const atList = target === document.body || target?.closest(".list");
  return event.key.toLowerCase() === "a" && !event.shiftKey && atList ? selectLoaded : undefined;
}

function plain(event: KeyboardEvent): (() => void) | undefined {
  const number = focused();
  switch (event.key) {
    case "x":
      return number === null ? undefined : () => toggle(number);
    case "J":
      return () => extend(1);
    case "K":
      return () => extend(-1);
    case "U":
      return unreadOf(number ?? openNumber.value);
    case "z":
      return () => void undoLast();
    case "Escape":
      return selecting.value ? clearSelection : undefined;
    default:
      return undefined;
  }
}

function unreadOf(number: number | null): (() => void) | undefined {
  return number === null ? undefined : () => void markUnread(number);
}

/** The number of the focused row; null when the focus is elsewhere. */
function focused(): number | null {
  const item = document.activeElement?.closest<HTMLElement>("#rows .item");
  return Number(item?.querySelector<HTMLElement>("a.row")?.dataset.number) || null;
}

function extend(by: number): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>("#rows a.row")];
  const here = focused() ?? openNumber.value;
  const at = links.findIndex((link) => Number(link.dataset.number) === here);
  const from = links[Math.max(0, at)];
  const to = at < 0 ? from : links[Math.min(links.length - 1, Math.max(0, at + by))];
  if (!from || !to) return;
  if (!selecting.value) toggle(Number(from.dataset.number));
  extendTo(Number(to.dataset.number));
  to.focus();
}
