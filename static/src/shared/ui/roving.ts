/** Moves focus among the items of a menu or tab list by arrows, Home, End and first letters. */

/** Moves the focus for a key event; returns whether the key meant a move. */
export function moveFocus(event: KeyboardEvent, items: Iterable<HTMLElement> | undefined): boolean {
  const all = [...(items ?? [])];
  const at = all.indexOf(document.activeElement as HTMLElement);
  const target = targetOf(event, all, at);
  target?.focus();
  return target !== undefined;
}

function targetOf(event: KeyboardEvent, all: HTMLElement[], at: number): HTMLElement | undefined {
  if (event.key === "ArrowDown" || event.key === "ArrowRight") return all[(at + 1) % all.length];
  if (event.key === "ArrowUp" || event.key === "ArrowLeft") return all.at(at <= 0 ? -1 : at - 1);
  if (event.key === "Home") return all[0];
  if (event.key === "End") return all.at(-1);
  if (event.key.length !== 1 || event.key === " " || event.ctrlKey || event.metaKey || event.altKey)
    return undefined;
  const letter = event.key.toLowerCase();
  return [...all.slice(at + 1), ...all.slice(0, at + 1)].find((item) =>
    item.textContent?.trim().toLowerCase().startsWith(letter),
  );
}
