/** The tickets that are to be tagged, while the tag is asked for. */
import { signal } from "@preact/signals";

export const asked = signal<readonly number[] | null>(null);

export function askTag(numbers: readonly number[]): void {
  asked.value = numbers;
}
