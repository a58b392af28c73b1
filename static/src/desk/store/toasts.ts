/** Short sentences about what just happened; they leave by themselves, an undo stays a little longer. */
import { signal } from "@preact/signals";

export interface Toast {
  id: number;
  words: string;
  bad: boolean;
  undo: (() => void) | null;
  /** The ticket it is about, to be opened from here. */
  open: number | null;
}

const SECONDS = { plain: 4, undo: 8, bad: 8 };

export const toasts = signal<readonly Toast[]>([]);
let last = 0;

export function toast(
  words: string,
  options: { bad?: boolean; undo?: () => void; open?: number; seconds?: number } = {},
): number {
  const id = ++last;
  const { bad = false, undo = null, open = null } = options;
  const made: Toast = { id, words, bad, undo, open };
  toasts.value = [...toasts.value.slice(-1), made];
  const usual = made.bad ? SECONDS.bad : made.undo ? SECONDS.undo : SECONDS.plain;
  setTimeout(() => dismiss(id), (options.seconds ?? usual) * 1000);
  return id;
}

export function dismiss(id: number): void {
  toasts.value = toasts.value.filter((each) => each.id !== id);
}
