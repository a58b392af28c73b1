/** Whether the composer may turn from the reply to the note, or back, without being told to. */
import { openNumber } from "../store/state";
import { draftOf, isEmpty, type Kind } from "./drafts";

/** Never away from words, and never under somebody's fingers: what they type on would go where it was not meant to. */
export function mayTurn(number: number, to: Kind): boolean {
  const draft = draftOf(number);
  if (draft.mode === to) return true;
  const writing = openNumber.peek() === number && document.activeElement?.id === "composer-text";
  return isEmpty(draft, draft.mode) && !writing;
}
