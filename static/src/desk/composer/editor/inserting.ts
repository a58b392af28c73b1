/** Puts something where the cursor of the composer on screen stands, whatever field takes the typing. */
import { draftOf } from "../drafts";
import type { Insert } from "../sources";
import { current } from "./current";
import { insertingPlain } from "./plain-field";
import { AREA_ID } from "./WritingArea";

/** Null while no composer is on screen. `apart` says whether other words stand before the cursor in its paragraph. */
export function insertHere(number: number): { insert: Insert; apart: boolean } | null {
  const { mode } = draftOf(number);
  const editor = current.peek();
  if (editor) return { insert: editor.inserting({ number, mode, rich: true }), apart: editor.behindWords() };
  const area = document.getElementById(AREA_ID);
  if (!(area instanceof HTMLTextAreaElement)) return null;
  const before = area.value.slice(0, area.selectionStart);
  const apart = before.trim() !== "" && !before.endsWith("\n");
  return { insert: insertingPlain(area, { number, mode, rich: false }), apart };
}
