/** Undivided attention: list and sidebar fold away and the rest of the desk keeps quiet; the URL says so. */
import { effect } from "@preact/signals";
import { t, tn } from "../../shared/i18n";
import { release, undivided } from "../store/held";
import * as state from "../store/state";
import { toast } from "../store/toasts";
import { register } from "./commands";
import { leaves } from "./leaving";
import { here } from "./navigation";
import { FOCUS, urlOf } from "./router";

export function toggleAttention(): void {
  if (undivided.value) end();
  else undivided.value = true;
  history.replaceState(history.state, "", urlOf(here()));
}

function end(): void {
  undivided.value = false;
  const count = release();
  if (count > 0)
    toast(tn("1 ticket moved while you were working", "{n} tickets moved while you were working", count));
}

function readUrl(): void {
  const wanted = new URL(location.href).searchParams.has(FOCUS) && state.openNumber.peek() !== null;
  if (wanted) undivided.value = true;
  else if (undivided.peek()) end();
}

/** Takes it from the URL, and ends it with the ticket. */
export function keepAttention(): void {
  readUrl();
  addEventListener("popstate", () => setTimeout(readUrl));
  effect(() => {
    if (state.openNumber.value === null && undivided.peek()) end();
  });
}

register({
  name: "attention",
  key: "f",
  label: () => (undivided.value ? t("Show the list again") : t("Undivided attention for this ticket")),
  explained: () => t("Undivided attention: fold the list and hold the news"),
  group: "desk",
  icon: "eye",
  when: () => undivided.value || state.openNumber.value !== null,
  run: toggleAttention,
});

leaves(40, () => {
  if (!undivided.value) return false;
  toggleAttention();
  return true;
});
