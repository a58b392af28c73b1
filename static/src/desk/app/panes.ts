/** Which panes are unfolded: the contact's panel on wide screens, drawers on small ones. */
import { computed, signal } from "@preact/signals";

const KEPT = "helpdesk.panel";
const NAV_KEPT = "helpdesk.nav";
const wide = matchMedia("(width >= 1360px)");
const narrow = matchMedia("(width < 1024px)");

const isWide = signal(wide.matches);
const isNarrow = signal(narrow.matches);
wide.addEventListener("change", () => {
  isWide.value = wide.matches;
});
narrow.addEventListener("change", () => {
  isNarrow.value = narrow.matches;
});

const panelKept = signal(localStorage.getItem(KEPT) !== "closed");
const navKept = signal(localStorage.getItem(NAV_KEPT) !== "closed");
const panelDrawer = signal(false);
const navDrawer = signal(false);

/** Whether the contact's panel is to be seen: a column on wide screens, a drawer elsewhere. */
export const panelOpen = computed(() => (isWide.value ? panelKept.value : panelDrawer.value));
export const panelIsDrawer = computed(() => !isWide.value);
/** Whether the sidebar is to be seen: a column that one may fold on wide screens, a drawer on narrow ones. */
export const navOpen = computed(() => (isNarrow.value ? navDrawer.value : navKept.value));
/** Whether the sidebar's column is folded away. */
export const navFolded = computed(() => !isNarrow.value && !navKept.value);
export const navIsDrawer = computed(() => isNarrow.value && navDrawer.value);

export function togglePanel(): void {
  if (!isWide.value) {
    panelDrawer.value = !panelDrawer.value;
    return;
  }
  panelKept.value = !panelKept.value;
  localStorage.setItem(KEPT, panelKept.value ? "open" : "closed");
}

export function closePanelDrawer(): void {
  panelDrawer.value = false;
}

export function openNav(): void {
  navDrawer.value = true;
  requestAnimationFrame(() => document.querySelector<HTMLElement>("#nav .nl")?.focus());
}

export function toggleNav(): void {
  if (isNarrow.value) {
    if (navDrawer.value) closeNav();
    else openNav();
    return;
  }
  navKept.value = !navKept.value;
  localStorage.setItem(NAV_KEPT, navKept.value ? "open" : "closed");
}

export function closeNav(): void {
  navDrawer.value = false;
}
