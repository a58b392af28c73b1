/**
 * The editor of formatted text, fetched when a composer opens. It knows no tickets: it shows a text, says when it
 * changed, and does what buttons ask for.
 */
import { history } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { Fragment, type Node, Slice } from "prosemirror-model";
import { EditorState, type Plugin, Selection, TextSelection } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import type { Ref } from "../../types";
import type { Insert, Place } from "../sources";
import { gapMarks, nextGap, placeholder, previousGap } from "./hints";
import { COMMANDS, type Form, formsAt, keyPlugins } from "./keys";
import { changeLink, linkAround, pasteLink } from "./links";
import { tamed } from "./pasting";
import { pictures, pictureUploading, type Uploads } from "./pictures";
import { inserting } from "./rich-field";
import { linkOf, schema } from "./schema";
import { blocksOf, calling, docFromHtml, docFromText, htmlOf, mentionedIn, textOf } from "./writing";

/** A text in both its shapes; `html` is empty while nothing was formatted yet. */
export interface Written {
  text: string;
  html: string;
  /** Colleagues whom it calls, where that is known. */
  calls?: readonly Ref[];
}

export interface Changed extends Written {
  mentions: number[];
}

export interface Wishes extends Uploads {
  label: string;
  placeholder: string;
  changed: (now: Changed) => void;
  /** The cursor moved, or the form it stands in changed. */
  moved: (forms: Set<string>) => void;
  askForLink: () => void;
  send: () => void;
}

export interface Editor {
  view: EditorView;
  focus: () => void;
  shows: (key: string) => boolean;
  /** Shows another text; `key` names it, and its history of changes is kept under that name. */
  show: (key: string, written: Written) => void;
  give: (form: Form) => void;
  /** Puts things where the cursor stands, or stood. */
  inserting: (place: Place) => Insert;
  /** Writes words where the cursor stands, and goes on behind them. */
  write: (words: string) => void;
  /** The cursor stands behind other words of its paragraph. */
  behindWords: () => boolean;
  link: () => string;
  setLink: (href: string | null) => void;
  refresh: () => void;
  destroy: () => void;
}

/** `caret` counts characters of `written.text`: what was chosen in a plain field. One goes on at the end without it. */
export function mount(
  place: HTMLElement,
  key: string,
  written: Written,
  wishes: Wishes,
  more: readonly Plugin[],
  caret: { from: number; to: number } | null,
): Editor {
  const plugins = [
    ...more,
    keymap({ Tab: nextGap, "Shift-Tab": previousGap }),
    pictures(wishes),
    placeholder(() => wishes.placeholder),
    gapMarks(),
    history(),
    ...keyPlugins(() => wishes.askForLink()),
  ];
  const states = new Map<string, EditorState>();
  const made = (text: Written) => {
    const words = text.html ? docFromHtml(text.html) : docFromText(text.text);
    const doc = calling(words, text.calls ?? []);
    // Words that came from elsewhere are gone on with at their end, even by who is typing.
    return EditorState.create({ doc, plugins, selection: Selection.atEnd(doc) });
  };
  let shown = key;
  const first = made(written);
  const view = new EditorView(place, {
    state: first.apply(first.tr.setSelection(chosenIn(first.doc, written, caret))),
    attributes: () => ({
      id: "composer-text",
      class: "ed rich",
      role: "textbox",
      "aria-multiline": "true",
      "aria-label": wishes.label,
    }),
    dispatchTransaction(tr) {
      view.updateState(view.state.apply(tr));
      wishes.moved(formsAt(view.state));
      wishes.uploading(pictureUploading(view.state));
      const { doc } = view.state;
      if (tr.docChanged) wishes.changed({ text: textOf(doc), html: htmlOf(doc), mentions: mentionedIn(doc) });
    },
    handleKeyDown(_view, event) {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return false;
      wishes.send();
      return true;
    },
    handlePaste: (_view, event) => pasteLink(view, event),
    transformPastedHTML: tamed,
    // Lines of plain text become paragraphs and line breaks, as everywhere else.
    clipboardTextParser: (text) => Slice.maxOpen(Fragment.from(blocksOf(text))),
    clipboardTextSerializer: (slice) => textOf(schema.topNodeType.create(null, slice.content)),
  });
  return {
    view,
    focus: () => view.focus(),
    shows: (name) => name === shown,
    show(next, text) {
      if (next !== shown) states.set(shown, view.state);
      const kept = next === shown ? undefined : states.get(next);
      shown = next;
      const same = kept && htmlOf(kept.doc) === text.html && textOf(kept.doc) === text.text;
      view.updateState(same ? kept : made(text));
      // What came in meanwhile leaves its mark behind.
      view.dispatch(view.state.tr.setMeta("addToHistory", false));
    },
    give(form) {
      COMMANDS[form](view.state, view.dispatch);
      view.focus();
    },
    inserting: (at) => inserting(view, at),
    write(words) {
      view.dispatch(view.state.tr.insertText(words).scrollIntoView());
      view.focus();
    },
    behindWords: () => view.state.selection.$from.parentOffset > 0,
    link: () => linkAround(view.state)?.href ?? "",
    setLink: (href) => changeLink(view, href),
    refresh: () => view.setProps({}),
    destroy: () => view.destroy(),
  };
}

function chosenIn(
  doc: Node,
  { text, html, calls = [] }: Written,
  caret: { from: number; to: number } | null,
): Selection {
  if (html || !caret || caret.from >= text.length) return Selection.atEnd(doc);
  const before = (letters: number) => calling(docFromText(text.slice(0, letters)), calls).content.size;
  // A cursor in the middle of a name has no place of its own any more.
  const at = (letters: number) => doc.resolve(Math.min(before(letters), doc.content.size) - 1);
  return TextSelection.between(at(caret.from), at(caret.to));
}

export { suggestions } from "./rich-field";
export { linkOf };
