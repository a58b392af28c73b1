/** Pictures pasted or dropped into a text: uploaded at once, shown where they fell. Other files are attached. */
import { type EditorState, Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import { t } from "../../../shared/i18n";
import { pictureUrl, schema } from "./schema";

const SHOWN = /^image\/(?:png|jpeg|gif|webp)$/;

/** A picture on the server. Where its text is not shown any more, it is put aside: to the files that go with it. */
export interface Put {
  upload: number;
  aside: () => void;
}

export interface Uploads {
  /** Puts a picture on the server; null when it was refused, which is said elsewhere. */
  picture: (file: File) => Promise<Put | null>;
  attach: (files: File[]) => void;
  /** Pictures are on their way into the text that is shown, or no more. */
  uploading: (busy: boolean) => void;
}

interface Change {
  add?: { id: object; at: number; name: string };
}

interface Waiting {
  /** Which text this is: another one has other places. */
  text: object;
  marks: DecorationSet;
}

const waiting = new PluginKey<Waiting>("waiting");
/** Uploads that have ended while another text was shown; their marks stand in a text that was put away. */
const ended = new WeakSet<object>();

function marker(name: string): HTMLElement {
  const place = document.createElement("span");
  place.className = "uploading";
  place.textContent = t("Uploading {name}…", { name });
  return place;
}

/** Where the picture should stand now, whatever was written meanwhile; null when its place was deleted. */
function placeOf(state: EditorState, id: object): number | null {
  const found = waiting.getState(state)?.marks.find(undefined, undefined, (spec) => spec.id === id);
  return found?.[0]?.from ?? null;
}

export function pictureUploading(state: EditorState): boolean {
  const marks = waiting.getState(state)?.marks.find(undefined, undefined, (spec) => !ended.has(spec.id));
  return (marks?.length ?? 0) > 0;
}

function place(view: EditorView, file: File, at: number, uploads: Uploads): void {
  const id = {};
  const name = file.name || t("picture.png");
  const text = waiting.getState(view.state)?.text;
  view.dispatch(view.state.tr.setMeta(waiting, { add: { id, at, name } } satisfies Change));
  void uploads.picture(file).then((put) => {
    ended.add(id);
    if (view.isDestroyed || waiting.getState(view.state)?.text !== text) {
      put?.aside();
      return;
    }
    const now = placeOf(view.state, id);
    const { tr } = view.state;
    if (now !== null && put) tr.insert(now, schema.nodes.picture.create({ upload: put.upload, alt: name }));
    view.dispatch(tr);
  });
}

/** Office programs put a picture of a table beside the table itself: words win over pictures. */
function onlyFiles(data: DataTransfer): boolean {
  const html = data.getData("text/html");
  if (!html) return true;
  return !new DOMParser().parseFromString(html, "text/html").body.textContent?.trim();
}

function receive(view: EditorView, data: DataTransfer | null, at: number, uploads: Uploads): boolean {
  const files = [...(data?.files ?? [])];
  if (!data || files.length === 0 || !onlyFiles(data)) return false;
  for (const file of files) if (SHOWN.test(file.type)) place(view, file, at, uploads);
  const others = files.filter((file) => !SHOWN.test(file.type));
  if (others.length > 0) uploads.attach(others);
  return true;
}

export function pictures(uploads: Uploads): Plugin<Waiting> {
  return new Plugin<Waiting>({
    key: waiting,
    state: {
      init: () => ({ text: {}, marks: DecorationSet.empty }),
      apply(tr, { text, marks }) {
        const { add } = (tr.getMeta(waiting) ?? {}) as Change;
        const moved = marks.map(tr.mapping, tr.doc);
        const past = moved.find(undefined, undefined, (spec) => ended.has(spec.id));
        const more = add ? [Decoration.widget(add.at, marker(add.name), { id: add.id })] : [];
        return { text, marks: moved.remove(past).add(tr.doc, more) };
      },
    },
    props: {
      decorations: (state) => waiting.getState(state)?.marks,
      handlePaste: (view, event) => receive(view, event.clipboardData, view.state.selection.from, uploads),
      handleDrop(view, event) {
        const at = view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos;
        return receive(view, event.dataTransfer, at ?? view.state.selection.from, uploads);
      },
      nodeViews: {
        picture(node) {
          const dom = document.createElement("img");
          dom.src = pictureUrl(node.attrs.upload);
          dom.alt = node.attrs.alt;
          return { dom };
        },
      },
    },
  });
}
