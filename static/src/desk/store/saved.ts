/** Saved views and their counts: asked for after the first paint, and again soon after a ticket changed. */
import { batch } from "@preact/signals";
import { get } from "../net/http";
import type { SavedView, View } from "../types";
import * as state from "./state";

const SOON_MILLISECONDS = 1200;
const AT_MOST_EVERY_MILLISECONDS = 5000;

let timer: ReturnType<typeof setTimeout> | undefined;
let last = 0;

/** A saved view came, went or changed: its name matters as much as its count. */
export function viewsAgain(): void {
  clearTimeout(timer);
  timer = undefined;
  void loadSaved().catch(() => undefined);
}

/** A ticket changed: no browser can judge any filter, so the counts are asked for again, not too often. */
export function countSavedAgain(): void {
  if (timer !== undefined || !state.views.value.some((view) => view.group === "saved")) return;
  const at = Math.max(Date.now() + SOON_MILLISECONDS, last + AT_MOST_EVERY_MILLISECONDS);
  timer = setTimeout(viewsAgain, at - Date.now());
}

export async function loadSaved(): Promise<void> {
  last = Date.now();
  const { views } = await get<{ views: SavedView[] }>("/desk/views");
  batch(() => {
    state.saved.value = views;
    const others = state.views.value.filter((view) => view.group !== "saved");
    state.views.value = [...others, ...views.map(named)];
  });
}

function named({ key, label, icon, sort }: SavedView): View {
  return { key, label, icon, sort, count: null, group: "saved" };
}
