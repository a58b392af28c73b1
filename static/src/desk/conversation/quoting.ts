/** Finds the earlier mails at the end of a mail's HTML, so that they can be folded as in plain text. */

const LETTER = /[\p{L}\p{N}]/gu;
const PROBE = 60;
const SLACK = 1.15;
const SLACK_LETTERS = 60;

/** Only what is read: signs, spaces and line breaks differ between the HTML and the text made of it. */
export function letters(text: string): string {
  return (text.match(LETTER) ?? []).join("");
}

/**
 * The number of letters before the quoted part, or null when it is not the end of the page: whoever answers below
 * or between the lines has written something after it that must be seen.
 */
export function quoteStart(page: string, quoted: string): number | null {
  const [whole, tail] = [letters(page), letters(quoted)];
  const at = tail.length > 0 ? whole.indexOf(tail.slice(0, PROBE)) : -1;
  if (at <= 0) return null;
  const rest = whole.length - at;
  return rest <= tail.length * SLACK + SLACK_LETTERS ? at : null;
}

/** Moves the quoted end of a page into a hidden block, and returns the block; null when there is none. */
export function foldQuote(page: Document, quoted: string | null): HTMLElement | null {
  const start = quoted ? quoteStart(page.body.textContent ?? "", quoted) : null;
  const place = start === null ? null : placeOf(page, start);
  if (!place) return null;
  const range = page.createRange();
  range.setStart(place.node, place.offset);
  range.setEndAfter(page.body.lastChild ?? page.body);
  const block = page.createElement("div");
  block.append(range.extractContents());
  block.hidden = true;
  page.body.append(block);
  return block;
}

/** The text node and offset of the letter with this number. */
function placeOf(page: Document, start: number): { node: Node; offset: number } | null {
  const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  let passed = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const found = [...(node.nodeValue ?? "").matchAll(LETTER)];
    const letter = found[start - passed];
    if (letter) return { node, offset: letter.index };
    passed += found.length;
  }
  return null;
}
