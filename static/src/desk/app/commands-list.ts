/** Keys of the list: moving over rows, opening, searching. */
import { t } from "../../shared/i18n";
import * as state from "../store/state";
import { register } from "./commands";
import { closeTicket, go } from "./navigation";

function rowLinks(): HTMLAnchorElement[] {
  return [...document.querySelectorAll<HTMLAnchorElement>("#rows a.row")];
}

/** Goes to the next row or the one before; where the list is out of sight, to that ticket at once. */
function step(by: number): void {
  const links = rowLinks();
  const focused = document.activeElement?.closest("#rows [data-number]");
  const number = Number((focused as HTMLElement | null)?.dataset.number ?? state.openNumber.value);
  const at = links.findIndex((link) => Number(link.dataset.number) === number);
  const link = at < 0 ? links[0] : links[Math.min(links.length - 1, Math.max(0, at + by))];
  if (link?.checkVisibility({ visibilityProperty: true })) link.focus();
  else if (link) go({ number: Number(link.dataset.number) });
}

function focusedNumber(): number {
  const row = document.activeElement?.closest<HTMLElement>("#rows [data-number]");
  return Number(row?.dataset.number);
}

/** Focuses the search field that can be seen: the sidebar's, or the list's on small screens. */
export function focusSearch(): void {
  const fields = [...document.querySelectorAll<HTMLInputElement>("[data-search]")];
  const field = fields.find((each) => each.checkVisibility({ visibilityProperty: true }));
  field?.focus();
  field?.select();
}

register(
  {
    name: "next-row",
    key: "j",
    label: () => t("Next ticket in the list"),
    group: "move",
    offered: "keys",
    run: () => step(1),
  },
  {
    name: "row-before",
    key: "k",
    label: () => t("Previous ticket in the list"),
    group: "move",
    offered: "keys",
    run: () => step(-1),
  },
  {
    name: "open",
    key: "o",
    label: () => t("Open the ticket"),
    group: "move",
    offered: "keys",
    when: () => focusedNumber() > 0,
    run: () => go({ number: focusedNumber() }),
  },
  {
    name: "enter",
    key: "Enter",
    label: () => t("Open the ticket"),
    group: "move",
    offered: "shown",
    run: () => undefined,
  },
  {
    name: "back",
    key: "u",
    label: () => t("Back to the list"),
    group: "move",
    icon: "chevron-left",
    when: () => state.openNumber.value !== null,
    run: closeTicket,
  },
  {
    name: "search",
    key: "/",
    label: () => t("Search"),
    group: "move",
    icon: "search",
    run: focusSearch,
  },
);
