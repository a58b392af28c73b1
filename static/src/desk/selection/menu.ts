/** Which rows the menu of a row is about, and where it opens: at the pointer, at the finger, or under the focused row. */
import { signal } from "@preact/signals";
import { isSelected, selected } from "./selecting";

const HOLD_MILLISECONDS = 500;
const WOBBLE = 10;

export interface Opened {
  numbers: readonly number[];
  x: number;
  y: number;
  /** The page to begin with. */
  page?: "snooze";
}

export const rowMenu = signal<Opened | null>(null);
let holding: ReturnType<typeof setTimeout> | undefined;
let began = { x: 0, y: 0 };

function open(link: HTMLElement, x: number, y: number): void {
  const number = Number(link.dataset.number);
  // A right click on one of several chosen rows means all of them.
  rowMenu.value = { numbers: isSelected(number) ? selected.value : [number], x, y };
}

function linkOf(event: Event): HTMLElement | null | undefined {
  return event.target instanceof Element
    ? event.target.closest(".item")?.querySelector<HTMLElement>("a.row")
    : null;
}

function letGo(): void {
  clearTimeout(holding);
  holding = undefined;
}

export const menuEvents = {
  /** Right click, the Menu key, Shift+F10, and a held finger where the browser says so. */
  onContextMenu: (event: MouseEvent) => {
    const link = linkOf(event);
    if (!link || event.ctrlKey) return;
    event.preventDefault();
    letGo();
    const box = link.getBoundingClientRect();
    const byKey = event.button !== 2 && event.clientX === 0 && event.clientY === 0;
    if (byKey || (event as PointerEvent).pointerType === "") open(link, box.left + 56, box.top + 40);
    else open(link, event.clientX, event.clientY);
  },
  /** Where the browser has no word for a held finger (iOS), a timer has. */
  onPointerDown: (event: PointerEvent) => {
    const link = linkOf(event);
    if (event.pointerType !== "touch" || !link) return;
    began = { x: event.clientX, y: event.clientY };
    letGo();
    holding = setTimeout(() => open(link, began.x, began.y), HOLD_MILLISECONDS);
  },
  onPointerMove: (event: PointerEvent) => {
    if (holding === undefined) return;
    if (Math.hypot(event.clientX - began.x, event.clientY - began.y) > WOBBLE) letGo();
  },
  onPointerUp: letGo,
  onPointerCancel: letGo,
  /** The finger that opened the menu does not also open the ticket. */
  onClickCapture: (event: MouseEvent) => {
    if (rowMenu.value && linkOf(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  },
};
