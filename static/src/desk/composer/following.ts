/** What one was writing on a ticket that was merged is gone on with in the ticket it is part of now. */
import { t } from "../../shared/i18n";
import { unsent } from "../store/state";
import { clear, type Draft, draftOf, edit, filesOf, isEmpty, type Kind, withFiles } from "./drafts";
import { joined } from "./form";
import { mayTurn } from "./turning";

export function goOnIn(from: number, to: number): void {
  const { mode } = draftOf(from);
  for (const kind of ["reply", "note"] as const) {
    if (isEmpty(draftOf(from), kind)) continue;
    edit(to, together(draftOf(from), draftOf(to), kind));
    clear(from, kind);
    if (kind === mode && mayTurn(to, mode)) edit(to, { mode });
  }
  if (unsent.peek().some((item) => item.number === from))
    unsent.value = unsent.peek().map((item) => (item.number === from ? { ...item, number: to } : item));
}

/** Whom the reply was meant for is kept, unless another one was begun there. */
function together(left: Draft, there: Draft, kind: Kind): Partial<Draft> {
  const has = there[kind].includes(left[kind].trim());
  const words = has ? {} : joined(kind, { text: left[kind], html: left[`${kind}_html`] }, there);
  const own = filesOf(there, kind);
  const more = filesOf(left, kind)
    .filter(({ id }) => id === null || own.every((file) => file.id !== id))
    // Whatever is still on its way looks for the draft it was added to.
    .map((file) => (file.id === null ? { ...file, error: file.error ?? t("Not uploaded.") } : file));
  const files = withFiles(there, kind, [...own, ...more]);
  if (kind === "note")
    return { ...words, files, mentions: [...new Set([...there.mentions, ...left.mentions])] };
  const { inbox, to, cc, bcc } = left;
  return { ...words, files, ...(isEmpty(there, "reply") ? { inbox, to, cc, bcc } : {}) };
}
