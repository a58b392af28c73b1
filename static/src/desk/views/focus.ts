/** Keeps the keyboard where the work is: on the row that came, or on the group that lost one. */
import type { Path } from "./tree";

export function focusOn(path: Path, what: "field" | "add"): void {
  requestAnimationFrame(() => {
    const place = path.join(".");
    const found = document.querySelector<HTMLElement>(
      what === "add"
        ? `[data-group="${place}"] > .vadd button`
        : `[data-path="${place}"] [data-what="field"]`,
    );
    found?.focus();
  });
}
