/** What happens by time: words such as "6m" stay true, and doubtful counts are asked for again, not too often. */
import { effect } from "@preact/signals";
import { doubts } from "../store/counts";
import { now } from "../store/state";
import { refreshCounts } from "./navigation";

const TICK_MILLISECONDS = 20_000;
const SOON_MILLISECONDS = 1500;
const AT_MOST_EVERY_MILLISECONDS = 10_000;
const LATER_MILLISECONDS = 60_000;

export function startClockwork(): void {
  setInterval(() => {
    now.value = Date.now();
  }, TICK_MILLISECONDS);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let due = Number.POSITIVE_INFINITY;
  let last = 0;
  const ask = () => {
    due = Number.POSITIVE_INFINITY;
    last = Date.now();
    void refreshCounts().catch(() => undefined);
  };
  effect(() => {
    const { times, soon } = doubts.value;
    if (times === 0) return;
    // Later is spread out, so that many desks do not ask in the same second.
    const later = LATER_MILLISECONDS * (1 + Math.random() / 2);
    const at = Math.max(Date.now() + (soon ? SOON_MILLISECONDS : later), last + AT_MOST_EVERY_MILLISECONDS);
    if (at >= due) return;
    clearTimeout(timer);
    due = at;
    timer = setTimeout(ask, at - Date.now());
  });
}
