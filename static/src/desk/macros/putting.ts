/** Puts a macro's words where the cursor stood in the plain field, or behind what is written already. */
import { draftOf, edit } from "../composer/drafts";

const FIELD = "composer-text";
const GAP = /\{\{[^{}\n]{1,80}\}\}|\[\[[^[\]\n]{1,80}\]\]/;

export interface Put {
  text: string;
  /** What is selected then: the first gap to be filled in, or the place behind the words. */
  start: number;
  end: number;
}

/** Replaces from..to by the words; a paragraph of its own behind other words. */
export function put(written: string, words: string, from: number, to: number): Put {
  const before = written.slice(0, from);
  const apart = before.trim() && !before.endsWith("\n") ? "\n\n" : "";
  const text = before + apart + words + written.slice(to);
  const begins = before.length + apart.length;
  const gap = GAP.exec(words);
  if (gap) return { text, start: begins + gap.index, end: begins + gap.index + gap[0].length };
  return { text, start: begins + words.length, end: begins + words.length };
}

/** Goes on writing: the words are in the draft, the field has the focus, and the first gap is selected. */
export function putInDraft(number: number, words: string): void {
  const draft = draftOf(number);
  const field = document.getElementById(FIELD);
  if (words) {
    const written = draft[draft.mode];
    const plain = field instanceof HTMLTextAreaElement ? field : null;
    const from = plain?.selectionStart ?? written.length;
    const { text, start, end } = put(written, words, from, plain?.selectionEnd ?? from);
    edit(number, { [draft.mode]: text });
    requestAnimationFrame(() => plain?.setSelectionRange(start, end));
  }
  field?.focus();
}
