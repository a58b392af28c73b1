/** Splits a text into plain parts and web addresses, so that addresses can be followed. */
export interface Part {
  text: string;
  url: string | null;
}

const ADDRESS = /https?:\/\/[^\s<>"']+/g;
const TRAILING = /[.,;:!?)\]]+$/;

export function linked(text: string): Part[] {
  const parts: Part[] = [];
  let place = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const url = match[0].replace(TRAILING, "");
    if (match.index > place) parts.push({ text: text.slice(place, match.index), url: null });
    parts.push({ text: url, url });
    place = match.index + url.length;
  }
  if (place < text.length) parts.push({ text: text.slice(place), url: null });
  return parts;
}
