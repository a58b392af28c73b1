/** A plain field in which things are looked up and put in; what has a form becomes words. */
import { draftOf, edit } from "../drafts";
import { gapsIn } from "../gaps";
import type { Insert, Place } from "../sources";
import type { Field } from "./suggesting";

export function plainField(area: HTMLTextAreaElement, place: Place): Field {
  const cursor = area.selectionStart;
  const line = area.value.lastIndexOf("\n", cursor - 1) + 1;
  return {
    place,
    before: area.value.slice(line, cursor),
    spot: () => area.getBoundingClientRect(),
    replace(back) {
      put(area, place, "", area.selectionStart - back);
      return insertingPlain(area, place);
    },
    element: area,
  };
}

export function insertingPlain(area: HTMLTextAreaElement, place: Place): Insert {
  const text = (words: string) => put(area, place, words);
  return {
    place,
    text,
    html: (_html, words) => text(words),
    mention: ({ id, name }) => {
      text(`@${name} `);
      const { mentions } = draftOf(place.number);
      edit(place.number, { mentions: [...new Set([...mentions, id])] });
    },
    ticket: (number) => text(`#${number} `),
  };
}

function put(area: HTMLTextAreaElement, place: Place, words: string, from = area.selectionStart): void {
  area.focus();
  area.setRangeText(words, from, area.selectionEnd, "end");
  const gap = gapsIn(area.value).find(({ start, end }) => start >= from && end <= from + words.length);
  if (gap) area.setSelectionRange(gap.start, gap.end);
  edit(place.number, { [place.mode]: area.value, [`${place.mode}_html`]: "" });
}

/** Selects the next thing to fill in; says whether there was one. */
export function nextPlainGap(area: HTMLTextAreaElement): boolean {
  const gap = gapsIn(area.value).find(({ start }) => start >= area.selectionEnd);
  if (gap) area.setSelectionRange(gap.start, gap.end);
  return gap !== undefined;
}
