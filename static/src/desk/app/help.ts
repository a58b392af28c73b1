/** Whether the list of keys is open. */
import { signal } from "@preact/signals";

export const helpOpen = signal(false);
