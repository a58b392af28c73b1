/** Words that come back to the composer stand before what was begun since; nothing of either is lost. */
import type { Draft, Kind } from "./drafts";

export function joined(kind: Kind, back: { text?: unknown; html?: unknown }, draft: Draft): Partial<Draft> {
  const text = String(back.text ?? "");
  const html = String(back.html ?? "");
  const later = draft[kind].trim();
  if (!later) return { [kind]: text, [`${kind}_html`]: html };
  const since = draft[`${kind}_html`];
  const form = html || since ? (html || paragraphs(text)) + (since || paragraphs(later)) : "";
  return { [kind]: `${text}\n\n${later}`, [`${kind}_html`]: form };
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
