/** What happens by time: words such as "6m" stay true, and doubtful counts are asked for again, not too often. */
import { effect } from "@preact/signals";
import { doubts } from "../store/counts";
import { now } from "../store/state";
import { refreshCounts } from "./navigation";

const TICK_MILLISECONDS = 20_000;
const PAUSE_MILLISECONDS = 1500;
const AT_MOST_EVERY_MILLISECONDS = 10_000;

export function startClockwork(): void {
  setInterval(() => {
    now.value = Date.now();
  }, TICK_MILLISECONDS);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = 0;
  effect(() => {
    if (doubts.value === 0 || timer !== undefined) return;
    const wait = Math.max(PAUSE_MILLISECONDS, last + AT_MOST_EVERY_MILLISECONDS - Date.now());
    timer = setTimeout(() => {
      timer = undefined;
      last = Date.now();
      void refreshCounts().catch(() => undefined);
    }, wait);
  });
}
