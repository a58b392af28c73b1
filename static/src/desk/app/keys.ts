/** Single keys that do what the mouse does; they rest while one types, and while a dialog or menu is open. */
import { signal } from "@preact/signals";
import { edit } from "../composer/drafts";
import { openStart } from "../start/starting";
import { ringing, silence } from "../store/bell";
import * as state from "../store/state";
import { setStatus } from "../store/verbs";
import { closeTicket, go } from "./navigation";
import { closeNav, closePanelDrawer } from "./panes";

export const helpOpen = signal(false);

const COMMANDS: Record<string, () => void> = {
  j: () => step(1),
  k: () => step(-1),
  o: openFocused,
  u: closeTicket,
  r: () => write("reply"),
  n: () => write("note"),
  e: resolve,
  c: openStart,
  "/": () => focusSearch(),
  "?": () => {
    helpOpen.value = true;
  },
};

export function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target instanceof Element ? event.target : null;
  if (event.key === "Escape") {
    leave(target);
    return;
  }
  if (target?.closest("input, textarea, select, [contenteditable], dialog, [role=menu]")) return;
  const command = COMMANDS[event.key];
  if (!command) return;
  event.preventDefault();
  command();
}

export function listenToKeys(): void {
  addEventListener("keydown", onKey);
}

function rowLinks(): HTMLAnchorElement[] {
  return [...document.querySelectorAll<HTMLAnchorElement>("#rows a.row")];
}

/** The row one is at: the focused one, else the open ticket's. */
function step(by: number): void {
  const links = rowLinks();
  const focused = links.indexOf(document.activeElement as HTMLAnchorElement);
  const open = links.findIndex((link) => Number(link.dataset.number) === state.openNumber.value);
  const at = focused >= 0 ? focused : open;
  const link = at < 0 ? links[0] : links[Math.min(links.length - 1, Math.max(0, at + by))];
  link?.focus();
}

function openFocused(): void {
  const number = Number((document.activeElement as HTMLElement | null)?.dataset.number);
  if (number) go({ number });
}

function write(mode: "reply" | "note"): void {
  const number = state.openNumber.value;
  if (number === null) return;
  edit(number, { mode });
  // At once, so that whoever types on does not press the next keys as commands.
  document.getElementById("composer-text")?.focus();
}

function resolve(): void {
  const ticket = state.openTicket.value;
  if (!ticket) return;
  const done = ticket.status === "resolved" || ticket.status === "closed";
  void setStatus(ticket.number, done ? "open" : "resolved");
}

/** Focuses the search field that can be seen: the sidebar's, or the list's on small screens. */
export function focusSearch(): void {
  const fields = [...document.querySelectorAll<HTMLInputElement>("[data-search]")];
  const field = fields.find((each) => each.checkVisibility({ visibilityProperty: true }));
  field?.focus();
  field?.select();
}

function leave(target: Element | null): void {
  if (ringing.value && !target?.closest("dialog, [role=menu]")) silence();
  else if (target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]"))
    target.blur();
  else {
    closePanelDrawer();
    closeNav();
  }
}
