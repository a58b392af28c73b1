/** Puts a macro's words where the cursor stands, as a paragraph of its own behind other words, and goes on writing. */
import { draftOf, edit } from "../composer/drafts";
import { whenThere } from "../composer/editor/current";
import { insertHere } from "../composer/editor/inserting";
import { AREA_ID } from "../composer/editor/WritingArea";
import { behind } from "../composer/form";
import { openNumber } from "../store/state";
import { applyMacro, leadTo, type Words } from "./finding";

/** Applies a macro to a ticket, after whatever it was chosen in has closed and given the focus back. */
export async function useMacro(number: number, id: number): Promise<void> {
  const words = await applyMacro(number, id);
  if (words) await goOn(number, words);
}

export async function goOn(number: number, words: Words): Promise<void> {
  if (words.html) await whenThere();
  if (openNumber.peek() !== number) {
    // Somebody looked at another ticket meanwhile: the words wait in the draft of theirs.
    if (words.text) edit(number, behind(draftOf(number), words));
    return;
  }
  putInDraft(number, words);
  leadTo(number, words);
}

function putInDraft(number: number, { text, html }: Words): void {
  const here = text ? insertHere(number) : null;
  if (!here) {
    document.getElementById(AREA_ID)?.focus();
    return;
  }
  const words = here.apart ? `\n\n${text}` : text;
  if (html) here.insert.html(here.apart ? `<p></p>${html}` : html, words);
  else here.insert.text(words);
}
