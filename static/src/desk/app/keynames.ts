/** How keys are written in the registry, and how they are drawn. */

const mac =
  typeof navigator !== "undefined" &&
  (navigator.platform.startsWith("Mac") || navigator.platform.startsWith("iP"));
const NAMES: Record<string, string> = { Mod: mac ? "⌘" : "Ctrl", Enter: "↵", Escape: "Esc", " ": "Space" };

/** The caps to draw for a key: "g i" is G and I, "U" is Shift and U. */
export function caps(key: string): string[] {
  if (key === " ") return ["Space"];
  return key
    .split(" ")
    .flatMap((each) => (each.length > 1 ? each.split("+") : [each]))
    .flatMap((each) => {
      if (/^[A-Z]$/.test(each)) return ["Shift", each];
      return [NAMES[each] ?? (each.length === 1 ? each.toUpperCase() : each)];
    });
}

/** The key as the registry writes it; on keyboards without Latin letters the one that stands in that place. */
export function named(
  event: Pick<KeyboardEvent, "key" | "code" | "shiftKey" | "ctrlKey" | "metaKey">,
): string {
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  const key = letter && event.key > "\u007f" ? letter : event.key;
  const cased = /^[a-z]$/i.test(key) ? (event.shiftKey ? key.toUpperCase() : key.toLowerCase()) : key;
  return event.ctrlKey || event.metaKey ? `Mod+${cased}` : cased;
}
