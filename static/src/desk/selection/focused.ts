/** The row that has the keyboard's focus: what one points at with keys is what keys are about, also beside an open ticket. */
import * as state from "../store/state";
import type { KnownTicket } from "../types";
import { rowMenu } from "./menu";

function link(): HTMLElement | null | undefined {
  return document.activeElement?.closest("#rows .item")?.querySelector<HTMLElement>("a.row");
}

/** The number of the focused row; null when the focus is elsewhere. */
export function focusedNumber(): number | null {
  return Number(link()?.dataset.number) || null;
}

/** The ticket of the focused row, when it is not the open one. */
export function aside(): KnownTicket | undefined {
  const number = focusedNumber();
  return number === null || number === state.openNumber.value ? undefined : state.tickets.value.get(number);
}

/** Opens the menu of the focused row, when that is not the open ticket; says whether it did. */
export function menuAside(page?: "snooze"): boolean {
  const ticket = aside();
  const box = link()?.getBoundingClientRect();
  if (!ticket || !box) return false;
  rowMenu.value = { numbers: [ticket.number], x: box.left + 56, y: box.top + 40, ...(page ? { page } : {}) };
  return true;
}
