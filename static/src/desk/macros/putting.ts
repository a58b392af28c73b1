/** Puts a macro's words where the cursor stood in a plain field, or behind what is written with a form. */
import { type Draft, draftOf, edit } from "../composer/drafts";
import { AREA_ID } from "../composer/editor/WritingArea";
import { joined } from "../composer/form";
import type { Words } from "./finding";

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

/** Goes on writing: the words are in the draft, the field has the focus, and a plain field selects the first gap. */
export function putInDraft(number: number, words: Words): void {
  const field = document.getElementById(AREA_ID);
  if (words.text) write(number, words, field);
  field?.focus();
}

function write(number: number, words: Words, field: HTMLElement | null): void {
  const draft = draftOf(number);
  const { mode } = draft;
  if (field instanceof HTMLTextAreaElement && !words.html) {
    const { text, start, end } = put(draft[mode], words.text, field.selectionStart, field.selectionEnd);
    edit(number, { [mode]: text, [`${mode}_html`]: "" });
    requestAnimationFrame(() => field.setSelectionRange(start, end));
  } else edit(number, behind(draft, words));
}

/** What was written, and then the words, with the form of both. */
function behind(draft: Draft, { text, html }: Words): Partial<Draft> {
  const { mode } = draft;
  const form = `${mode}_html` as const;
  if (!draft[mode].trim()) return { [mode]: text, [form]: html ?? "" };
  const written = { text: draft[mode].trimEnd(), html: draft[form] };
  return joined(mode, written, { ...draft, [mode]: text, [form]: html ?? "" });
}
