/** The editor as a field in which things are looked up and put in. */
import { Fragment, type Node, Slice } from "prosemirror-model";
import { Plugin, TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { gapsIn } from "../gaps";
import type { Insert, Place } from "../sources";
import { schema } from "./schema";
import { type Field, hide, look, suggestKey } from "./suggesting";
import { blocksOf, docFromHtml } from "./writing";

const { mention } = schema.nodes;

/** Puts pieces where the cursor stands, and selects the first thing in them that is to be filled in. */
export function inserting(view: EditorView, place: Place): Insert {
  const put = (blocks: readonly Node[] | Fragment) => {
    const { from, to } = view.state.selection;
    const tr = view.state.tr.replaceRange(from, to, Slice.maxOpen(Fragment.from(blocks)));
    const end = tr.mapping.map(to);
    const gap = firstGap(tr.doc, from, end);
    if (gap) tr.setSelection(TextSelection.create(tr.doc, gap.from, gap.to));
    view.dispatch(tr.scrollIntoView());
    view.focus();
  };
  const inline = (nodes: readonly Node[]) => {
    const { from, to } = view.state.selection;
    view.dispatch(view.state.tr.replaceWith(from, to, nodes).scrollIntoView());
    view.focus();
  };
  return {
    place,
    text: (words) => words && put(blocksOf(words)),
    html: (html) => put(docFromHtml(html).content),
    mention: ({ id, name }) => inline([mention.create({ id, name }), schema.text(" ")]),
    ticket: (number) => inline([schema.text(`#${number} `)]),
  };
}

function firstGap(doc: Node, from: number, to: number): { from: number; to: number } | null {
  let first: { from: number; to: number } | null = null;
  doc.nodesBetween(from, to, (node, start) => {
    if (first || !node.isTextblock) return !first;
    const text = node.textBetween(0, node.content.size, undefined, "￼");
    const gap = gapsIn(text).find((each) => start + 1 + each.start >= from);
    if (gap) first = { from: start + 1 + gap.start, to: start + 1 + gap.end };
    return false;
  });
  return first;
}

function fieldOf(view: EditorView, place: Place): Field | null {
  const { $from, empty, from } = view.state.selection;
  const { parent } = $from;
  if (!empty || !view.hasFocus() || view.composing || parent.type.spec.code) return null;
  if (schema.marks.code.isInSet($from.marks())) return null;
  return {
    place,
    before: parent.textBetween(0, $from.parentOffset, undefined, "￼"),
    spot: (back) => view.coordsAtPos(from - back),
    replace(back) {
      const { from: now } = view.state.selection;
      view.dispatch(view.state.tr.delete(now - back, now));
      return inserting(view, place);
    },
    element: view.dom,
  };
}

/** Looks things up at the signs of the sources; keys go to the open list first. */
export function suggestions(place: () => Place): Plugin {
  return new Plugin({
    view: () => ({
      update(view, before) {
        if (!before.doc.eq(view.state.doc) || !before.selection.eq(view.state.selection))
          void look(fieldOf(view, place()));
      },
      destroy: hide,
    }),
    props: {
      handleKeyDown: (_view, event) => suggestKey(event),
      handleDOMEvents: {
        // A sign may have been typed before the editor was here.
        focus: (view) => void look(fieldOf(view, place())),
        blur: () => void look(null),
      },
    },
  });
}
