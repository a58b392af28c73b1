/** Plain text of a message as parts to draw: words, and links made of addresses that look like links. */

export interface Part {
  text: string;
  href: string | null;
}

// The look behind and the bound keep a hostile text of a million letters from being read a million times.
const LINK = /\b(?:https?:\/\/|www\.)[^\s<>"']+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+/gi;
const TRAILING = ".,;:!?)]}'\"’”";

/** Splits text into words and links; punctuation after an address stays outside the link. */
export function parts(text: string): Part[] {
  const found: Part[] = [];
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    const address = withoutTail(match[0]);
    if (match.index > from) found.push({ text: text.slice(from, match.index), href: null });
    found.push({ text: address, href: hrefOf(address) });
    from = match.index + address.length;
  }
  if (from < text.length) found.push({ text: text.slice(from), href: null });
  return found;
}

/** An address without the punctuation behind it; a closing bracket stays when the address opened it. */
function withoutTail(address: string): string {
  let end = address.length;
  while (end > 0 && TRAILING.includes(address.charAt(end - 1))) end -= 1;
  const opened = address.charAt(end) === ")" && address.slice(0, end).includes("(");
  return address.slice(0, opened ? end + 1 : end);
}

function hrefOf(address: string): string {
  if (address.includes("@") && !address.includes("/")) return `mailto:${address}`;
  return address.toLowerCase().startsWith("www.") ? `https://${address}` : address;
}

/** An address without the tag that makes answers find their ticket; the details show it whole. */
export function withoutTag(address: string): string {
  return address.replace(/\+[^@]{8,}@/, "@");
}

const LONG_CHARACTERS = 2400;
const LONG_LINES = 32;

/** Whether a message is so long that only its beginning is shown first. */
export function isLong(text: string): boolean {
  return text.length > LONG_CHARACTERS || text.split("\n").length > LONG_LINES;
}

/** Paragraphs of plain text: blank lines part them, single line breaks stay. */
export function paragraphs(text: string): string[] {
  return text
    .replace(/\r\n?/g, "\n")
    .trim()
    .split(/\n{2,}/);
}
