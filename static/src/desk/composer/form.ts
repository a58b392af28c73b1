/** The form of a draft's words, as it is sent and taken back: text always goes, HTML only where it says more. */
import type { Draft } from "./drafts";

type Kind = Draft["mode"];

/** Whether there is more than paragraphs of words: only then the form is worth sending. */
export function isFormed(html: string): boolean {
  return /<(?!\/?(?:p|br|span)\b)[a-z]/i.test(html);
}

export function formOf(draft: Draft): { html?: string } {
  const html = draft[`${draft.mode}_html`];
  return isFormed(html) ? { html } : {};
}

/** What was sent, before what was written since. The form of both is kept if both have one. */
export function joined(kind: Kind, sent: Record<string, unknown>, draft: Draft): Partial<Draft> {
  const text = String(sent.text ?? "");
  const html = String(sent.html ?? "");
  const later = draft[kind].trim();
  if (!later) return { [kind]: text, [`${kind}_html`]: html };
  const both = html || isFormed(draft[`${kind}_html`]);
  return {
    [kind]: `${text}\n\n${later}`,
    [`${kind}_html`]: both ? (html || paragraphs(text)) + (draft[`${kind}_html`] || paragraphs(later)) : "",
  };
}

/** More words behind what stands in a draft. */
export function behind(draft: Draft, more: { text: string; html: string | null }): Partial<Draft> {
  const kind = draft.mode;
  const there = { text: draft[kind].trim(), html: draft[`${kind}_html`] };
  if (!there.text) return { [kind]: more.text, [`${kind}_html`]: more.html ?? "" };
  const both = more.html || isFormed(there.html);
  const html = () => (there.html || paragraphs(there.text)) + (more.html || paragraphs(more.text));
  return { [kind]: `${there.text}\n\n${more.text}`, [`${kind}_html`]: both ? html() : "" };
}

function paragraphs(text: string): string {
  const box = document.createElement("div");
  for (const words of text.split(/\n{2,}/)) {
    const block = document.createElement("p");
    block.innerText = words;
    box.append(block);
  }
  return box.innerHTML;
}
