/** Puts a macro's words where the cursor stands, as a paragraph of its own behind other words, and goes on writing. */
import { whenThere } from "../composer/editor/current";
import { insertHere } from "../composer/editor/inserting";
import { AREA_ID } from "../composer/editor/WritingArea";
import type { Words } from "./finding";

export async function putInDraft(number: number, { text, html }: Words): Promise<void> {
  if (html) await whenThere();
  const here = text ? insertHere(number) : null;
  if (!here) {
    document.getElementById(AREA_ID)?.focus();
    return;
  }
  const words = here.apart ? `\n\n${text}` : text;
  if (html) here.insert.html(here.apart ? `<p></p>${html}` : html, words);
  else here.insert.text(words);
}
