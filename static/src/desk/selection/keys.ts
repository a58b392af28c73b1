/** The keys of choosing: x, Shift with j and k, Ctrl or ⌘ with a, z, Shift with u, and Escape lets go. */
import { t } from "../../shared/i18n";
import { register } from "../app/commands";
import { leaves } from "../app/leaving";
import { markUnread } from "../app/seeing";
import { openNumber } from "../store/state";
import { undoable, undoLast } from "../store/undoing";
import { focusedNumber } from "./focused";
import { clearSelection, extendTo, selecting, selectLoaded, toggle } from "./selecting";

/** What a key is about: the focused row, else the open ticket. */
function about(): number | null {
  return focusedNumber() ?? openNumber.value;
}

function extend(by: number): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>("#rows a.row")];
  const at = links.findIndex((link) => Number(link.dataset.number) === about());
  const from = links[Math.max(0, at)];
  const to = at < 0 ? from : links[Math.min(links.length - 1, Math.max(0, at + by))];
  if (!from || !to) return;
  if (!selecting.value) toggle(Number(from.dataset.number));
  extendTo(Number(to.dataset.number));
  to.focus();
}

/** Elsewhere Ctrl+A marks the text, as everybody expects. */
function atTheList(): boolean {
  const at = document.activeElement;
  const typing = at?.matches("input:not([type=checkbox]), select, textarea");
  return !typing && (at === null || at === document.body || at.closest(".list") !== null);
}

function on(act: (number: number) => unknown): () => void {
  return () => {
    const number = about();
    if (number !== null) void act(number);
  };
}

register(
  {
    name: "select",
    key: "x",
    label: () => t("Select the ticket"),
    group: "move",
    offered: "keys",
    when: () => focusedNumber() !== null,
    run: on(toggle),
  },
  {
    name: "select-down",
    key: "J",
    label: () => t("Select downwards"),
    group: "move",
    offered: "keys",
    run: () => extend(1),
  },
  {
    name: "select-up",
    key: "K",
    label: () => t("Select upwards"),
    group: "move",
    offered: "keys",
    run: () => extend(-1),
  },
  {
    name: "select-loaded",
    key: "Mod+a",
    label: () => t("Select all loaded tickets"),
    group: "move",
    when: atTheList,
    run: selectLoaded,
  },
  {
    name: "undo",
    key: "z",
    label: () => t("Undo what was done last"),
    group: "desk",
    icon: "rotate-ccw",
    when: undoable,
    run: undoLast,
  },
  {
    name: "unread",
    key: "U",
    label: () => t("Mark the ticket unread"),
    group: "ticket",
    icon: "mail",
    when: () => about() !== null,
    run: on(markUnread),
  },
);

leaves(30, () => {
  const some = selecting.value;
  if (some) clearSelection();
  return some;
});
