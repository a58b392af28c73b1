/**
 * The list under a pointer stands still: what came or moved meanwhile waits, what left fades in its place, and only what
 * belongs below the rows on screen is added. It settles when the pointer and the keyboard's focus are elsewhere.
 */
import { computed, effect, signal } from "@preact/signals";
import * as state from "../store/state";

const FADE_MILLISECONDS = 220;

const pointed = signal(false);
const focused = signal(false);

/** The numbers on screen, in their order. */
export const shown = signal<readonly number[]>([]);
export const holding = computed(() => pointed.value || focused.value);
/** Rows on screen that the list does not hold any more. */
export const leaving = computed(() => {
  const listed = new Set(state.listed.value);
  return new Set(shown.value.filter((number) => !listed.has(number)));
});
/** How many rows of the list wait to be shown. */
export const waiting = computed(() => {
  const visible = new Set(shown.value);
  return state.listed.value.filter((number) => !visible.has(number)).length;
});

/** What stays on screen while the list is held: the same rows, and below them what follows the last of them. */
export function held(before: readonly number[], listed: readonly number[]): readonly number[] {
  const visible = new Set(before);
  const last = listed.findLastIndex((number) => visible.has(number));
  const below = listed.slice(last + 1);
  return below.length > 0 && last >= 0 ? [...before, ...below] : before;
}

/** The list with what just left it still in its place, behind the row it stood behind. */
export function fading(before: readonly number[], listed: readonly number[]): readonly number[] {
  const staying = new Set(listed);
  const merged = [...listed];
  before.forEach((number, place) => {
    if (staying.has(number)) return;
    const behind = place > 0 ? merged.indexOf(before[place - 1] as number) : -1;
    merged.splice(behind + 1, 0, number);
  });
  return merged;
}

/** Shows the list as it is; what left it fades first, and a focus that was on it goes to the row that takes its place. */
export function settle(): void {
  const listed = state.listed.peek();
  const number = Number((document.activeElement as HTMLElement | null)?.dataset.number);
  const place = shown.peek().indexOf(number);
  shown.value = fading(shown.peek(), listed);
  setTimeout(() => {
    const now = state.listed.peek();
    const calm = now !== listed && holding.peek();
    shown.value = calm ? shown.peek().filter((each) => now.includes(each)) : now;
    if (place < 0 || shown.peek().includes(number)) return;
    focused.value = false;
    const next = shown.peek()[Math.min(place, shown.peek().length - 1)];
    requestAnimationFrame(() => {
      if (document.activeElement === document.body)
        document.querySelector<HTMLElement>(`#rows a[data-number="${next}"]`)?.focus();
    });
  }, FADE_MILLISECONDS);
}

/** The element that scrolls the rows tells whether somebody is about to use them. */
export const watching = {
  onPointerMove: (event: PointerEvent) => {
    pointed.value = event.pointerType === "mouse";
  },
  /** Who opened a ticket looks at it; the pointer that lies where it was says nothing until it moves again. */
  onClick: (event: MouseEvent) => {
    if (event.target instanceof Element && event.target.closest("a.row")) pointed.value = false;
  },
  onPointerLeave: () => {
    pointed.value = false;
  },
  onFocusIn: (event: FocusEvent) => {
    focused.value = event.target instanceof Element && event.target.matches(":focus-visible");
  },
  onFocusOut: () => {
    focused.value = false;
  },
};

export function keepCalm(): void {
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) pointed.value = focused.value = false;
  });
  let another = true;
  effect(() => {
    const listed = state.listed.value;
    const still = holding.value;
    if (state.listState.value === "loading") another = true;
    else if (another || shown.peek().length === 0) {
      another = false;
      shown.value = listed;
      pointed.value = focused.value = false; // The rows they were at are gone; the next move says so again.
    } else if (still) shown.value = held(shown.peek(), listed);
    else if (shown.peek() !== listed) settle();
  });
}
