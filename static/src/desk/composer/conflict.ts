/** The thread moved on while one wrote: which ticket, and the messages one has not read yet. */
import { signal } from "@preact/signals";

export const movedOn = signal<{ number: number; ids: number[] } | null>(null);
