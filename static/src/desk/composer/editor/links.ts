/** Links: around the cursor, on the selected words, or by pasting an address over them. */
import type { Mark, Node } from "prosemirror-model";
import { type EditorState, TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { linkOf, schema } from "./schema";

const type = schema.marks.link;

interface Stretch {
  from: number;
  to: number;
  href: string;
}

/** The whole link that the cursor stands in or the selection begins in. */
export function linkAround(state: EditorState): Stretch | null {
  const { $from } = state.selection;
  const parent = $from.parent;
  if (!parent.isTextblock) return null;
  let index = Math.min($from.index(), parent.childCount - 1);
  let mark = markOf(parent, index);
  if (!mark && $from.textOffset === 0) {
    index -= 1;
    mark = markOf(parent, index);
  }
  if (!mark) return null;
  let first = index;
  let last = index;
  while (mark.isInSet(parent.maybeChild(first - 1)?.marks ?? [])) first -= 1;
  while (mark.isInSet(parent.maybeChild(last + 1)?.marks ?? [])) last += 1;
  let from = $from.start();
  for (let at = 0; at < first; at += 1) from += parent.child(at).nodeSize;
  let to = from;
  for (let at = first; at <= last; at += 1) to += parent.child(at).nodeSize;
  return { from, to, href: mark.attrs.href };
}

function markOf(parent: Node, index: number): Mark | undefined {
  return type.isInSet(parent.maybeChild(index)?.marks ?? []);
}

/** Links the selected words, or the link around the cursor; with nothing selected the address itself is written. */
export function changeLink(view: EditorView, href: string | null): void {
  const { state } = view;
  const { from, to, empty } = state.selection;
  const around = linkAround(state);
  const stretch = empty && around ? around : { from, to };
  const tr = state.tr;
  if (href === null) tr.removeMark(stretch.from, stretch.to, type);
  else if (stretch.from < stretch.to) tr.addMark(stretch.from, stretch.to, type.create({ href }));
  else tr.insert(from, schema.text(href.replace(/^mailto:/, ""), [type.create({ href })]));
  const end = tr.mapping.map(stretch.to);
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, end)).removeStoredMark(type).scrollIntoView());
  view.focus();
}

/** An address pasted over selected words becomes their link; pasted alone it is a link by itself. */
export function pasteLink(view: EditorView, event: ClipboardEvent): boolean {
  const pasted = event.clipboardData?.getData("text/plain").trim() ?? "";
  if (!/^https?:\/\/\S+$/i.test(pasted) || view.state.selection.$from.parent.type.spec.code) return false;
  const href = linkOf(pasted);
  if (!href) return false;
  const { empty } = view.state.selection;
  if (empty) {
    const tr = view.state.tr.replaceSelectionWith(schema.text(pasted, [type.create({ href })]), false);
    view.dispatch(tr.removeStoredMark(type).scrollIntoView());
  } else changeLink(view, href);
  return true;
}
