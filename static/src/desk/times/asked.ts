/** What is asked for a date and a time, while the dialog for it is open. */
import { signal } from "@preact/signals";

export interface TimeQuestion {
  heading: string;
  /** What happens then, in a sentence. */
  words: string;
  label: string;
  /** The button that does it. */
  act: string;
  choose: (at: number) => void;
}

export const timeAsked = signal<TimeQuestion | null>(null);

export function askTime(question: TimeQuestion): void {
  timeAsked.value = question;
}
