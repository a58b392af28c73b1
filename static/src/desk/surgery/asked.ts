/** Which operation on tickets or messages is being asked for; anybody may set it, the host shows its dialog. */
import { signal } from "@preact/signals";
import type { Message } from "../types";

export type Asked =
  | { kind: "merge"; numbers: readonly number[] }
  | { kind: "link"; number: number }
  | { kind: "split"; message: Message }
  | { kind: "forward"; message: Message }
  | { kind: "redact"; message: Message };

export const surgeryAsked = signal<Asked | null>(null);

export function closeSurgery(): void {
  surgeryAsked.value = null;
}
