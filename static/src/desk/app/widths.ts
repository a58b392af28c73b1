/** How wide the list and the contact's panel are; remembered on this device. */
import { signal } from "@preact/signals";

export interface Pane {
  name: "list" | "info";
  least: number;
  most: number;
  usual: number;
}

export const PANES: Record<Pane["name"], Pane> = {
  list: { name: "list", least: 280, most: 560, usual: 356 },
  info: { name: "info", least: 240, most: 460, usual: 280 },
};

const KEPT = "helpdesk.widths";

/** Chosen widths in pixels; a pane that nobody touched has none and is as wide as the style sheet says. */
export const widths = signal<Readonly<Partial<Record<Pane["name"], number>>>>(kept());

export function widthOf(pane: Pane): number {
  return widths.value[pane.name] ?? pane.usual;
}

/** Makes a pane this wide, within its bounds. */
export function resize(pane: Pane, width: number): void {
  widths.value = { ...widths.value, [pane.name]: within(pane, width) };
}

/** Remembers what was chosen; without a width the pane is as it was at first. */
export function keepWidths(): void {
  localStorage.setItem(KEPT, JSON.stringify(widths.value));
}

export function reset(pane: Pane): void {
  const { [pane.name]: _chosen, ...others } = widths.value;
  widths.value = others;
  keepWidths();
}

export function within(pane: Pane, width: number): number {
  return Math.round(Math.min(pane.most, Math.max(pane.least, width)));
}

function kept(): Partial<Record<Pane["name"], number>> {
  try {
    const found = JSON.parse(localStorage.getItem(KEPT) ?? "{}") as Record<string, unknown>;
    const sound = Object.values(PANES).filter(({ name }) => Number.isFinite(found[name]));
    return Object.fromEntries(sound.map((pane) => [pane.name, within(pane, Number(found[pane.name]))]));
  } catch {
    return {};
  }
}
