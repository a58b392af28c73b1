/** Escape leaves step by step: each press ends the innermost thing that is open, and only that. */
import { ringing, silence } from "../store/bell";
import { closeTicket } from "./navigation";
import { closeNav, closePanelDrawer, navIsDrawer, panelIsDrawer, panelOpen } from "./panes";

/** Ends one thing if it is there, and says whether it was. */
type Step = (target: Element | null) => boolean;

const steps = new Map<number, Step>();

/** Adds a step; the lower its place, the earlier it is tried. 10 the text, 20 drawers, 40 modes, 90 the ticket. */
export function leaves(place: number, step: Step): void {
  steps.set(place, step);
}

export function leaveOneStep(target: Element | null): void {
  if (target?.closest("dialog, [role=menu]")) return;
  [...steps].sort(([one], [other]) => one - other).some(([, step]) => step(target));
}

leaves(5, () => {
  if (!ringing.value) return false;
  silence();
  return true;
});

leaves(10, (target) => {
  if (!(target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]")))
    return false;
  target.blur();
  return true;
});

leaves(20, () => {
  const drawer = (panelIsDrawer.value && panelOpen.value) || navIsDrawer.value;
  closePanelDrawer();
  closeNav();
  return drawer;
});

leaves(90, () => {
  closeTicket();
  return true;
});
