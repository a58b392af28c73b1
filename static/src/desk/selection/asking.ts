/** What has to be asked before many tickets can be changed: a tag, or any time. */
import { signal } from "@preact/signals";

export interface Asked {
  what: "tag" | "time";
  numbers: readonly number[];
}

export const asked = signal<Asked | null>(null);

export function ask(what: Asked): void {
  asked.value = what;
}
