/** Finds words by some of their letters in order, as hurried people type them. */

/**
 * How well a text fits what was typed: 0 not at all; higher is better. Every typed word must be there, as a stretch of
 * letters or, in one word of the text or over its words' beginnings, letter by letter.
 */
export function fits(text: string, typed: string): number {
  const plain = fold(text);
  let total = 0;
  for (const word of fold(typed).split(" ").filter(Boolean)) {
    const score = fitsWord(plain, word);
    if (score === 0) return 0;
    total += score;
  }
  return total === 0 ? 1 : total;
}

function fitsWord(text: string, word: string): number {
  if (text.startsWith(word)) return 100;
  if (text.includes(` ${word}`)) return 80;
  if (text.includes(word)) return 50;
  const beginnings = text
    .split(" ")
    .map((each) => each[0] ?? "")
    .join("");
  if (beginnings.includes(word)) return 40;
  if (word.length < 3) return 0;
  return text.split(" ").some((each) => each[0] === word[0] && inOrder(each, word)) ? 20 : 0;
}

function inOrder(text: string, letters: string): boolean {
  let at = -1;
  return [...letters].every((letter) => {
    at = text.indexOf(letter, at + 1);
    return at >= 0;
  });
}

function fold(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}@.#]+/gu, " ")
    .trim();
}
