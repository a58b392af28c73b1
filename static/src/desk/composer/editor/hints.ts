/** What the empty text says, and the marks on what is still to be filled in. */
import { type Command, Plugin, TextSelection } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { gapsIn } from "../gaps";

/** Shows words in an empty text; they are asked for each time, since they follow the kind of message. */
export function placeholder(words: () => string): Plugin {
  return new Plugin({
    props: {
      decorations({ doc }) {
        const only = doc.firstChild;
        if (doc.childCount !== 1 || !only?.isTextblock || only.content.size > 0 || only.type.spec.code)
          return null;
        return DecorationSet.create(doc, [
          Decoration.node(0, only.nodeSize, { class: "blank", "data-placeholder": words() }),
        ]);
      },
    },
  });
}

interface Gap {
  from: number;
  to: number;
}

function gapsOf(doc: Parameters<typeof DecorationSet.create>[0]): Gap[] {
  const found: Gap[] = [];
  doc.descendants((node, at) => {
    if (!node.isTextblock) return;
    const text = node.textBetween(0, node.content.size, undefined, "￼");
    for (const { start, end } of gapsIn(text)) found.push({ from: at + 1 + start, to: at + 1 + end });
  });
  return found;
}

/** Marks {{variables}} and [[fill-ins]]. */
export function gapMarks(): Plugin {
  return new Plugin({
    props: {
      decorations: ({ doc }) =>
        DecorationSet.create(
          doc,
          gapsOf(doc).map(({ from, to }) => Decoration.inline(from, to, { class: "gap" })),
        ),
    },
  });
}

/** Selects the next thing to fill in; where there is none left the key does what it always does. */
export const nextGap: Command = (state, dispatch) => {
  const next = gapsOf(state.doc).find((gap) => gap.from >= state.selection.to);
  if (!next) return false;
  dispatch?.(state.tr.setSelection(TextSelection.create(state.doc, next.from, next.to)).scrollIntoView());
  return true;
};

export const previousGap: Command = (state, dispatch) => {
  const before = gapsOf(state.doc).filter((gap) => gap.to <= state.selection.from);
  const last = before.at(-1);
  if (!last) return false;
  dispatch?.(state.tr.setSelection(TextSelection.create(state.doc, last.from, last.to)).scrollIntoView());
  return true;
};
