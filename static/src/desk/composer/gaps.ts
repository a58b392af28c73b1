/** What a text from a macro leaves to be filled in: {{variables}} without a value, and [[questions]] to the writer. */

const GAP = /\{\{[^{}\n]{1,80}\}\}|\[\[[^[\]\n]{1,80}\]\]/g;

export interface Stretch {
  start: number;
  end: number;
}

export function gapsIn(text: string): Stretch[] {
  return [...text.matchAll(GAP)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}
