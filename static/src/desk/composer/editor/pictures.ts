/** Pictures pasted or dropped into a text: uploaded at once, shown where they fell. Other files are attached. */
import { type EditorState, Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import { t } from "../../../shared/i18n";
import { pictureUrl, schema } from "./schema";

const SHOWN = /^image\/(?:png|jpeg|gif|webp)$/;

export interface Uploads {
  /** Puts a picture on the server and returns its number; null when it was refused, which is said elsewhere. */
  picture: (file: File) => Promise<number | null>;
  attach: (files: File[]) => void;
}

interface Change {
  add?: { id: object; at: number; name: string };
  remove?: object;
}

const waiting = new PluginKey<DecorationSet>("waiting");

function marker(name: string): HTMLElement {
  const place = document.createElement("span");
  place.className = "uploading";
  place.textContent = t("Uploading {name}…", { name });
  return place;
}

/** Where the picture should stand now, whatever was written meanwhile; null when its place was deleted. */
function placeOf(state: EditorState, id: object): number | null {
  const found = waiting.getState(state)?.find(undefined, undefined, (spec) => spec.id === id);
  return found?.[0]?.from ?? null;
}

export function pictureUploading(state: EditorState): boolean {
  return (waiting.getState(state)?.find().length ?? 0) > 0;
}

function place(view: EditorView, file: File, at: number, uploads: Uploads): void {
  const id = {};
  const name = file.name || t("picture.png");
  view.dispatch(view.state.tr.setMeta(waiting, { add: { id, at, name } } satisfies Change));
  void uploads.picture(file).then((upload) => {
    if (view.isDestroyed) return;
    const now = placeOf(view.state, id);
    const tr = view.state.tr.setMeta(waiting, { remove: id } satisfies Change);
    if (now !== null && upload !== null) tr.insert(now, schema.nodes.picture.create({ upload, alt: name }));
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

export function pictures(uploads: Uploads): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key: waiting,
    state: {
      init: () => DecorationSet.empty,
      apply(tr, set) {
        const moved = set.map(tr.mapping, tr.doc);
        const { add, remove } = (tr.getMeta(waiting) ?? {}) as Change;
        if (add) return moved.add(tr.doc, [Decoration.widget(add.at, marker(add.name), { id: add.id })]);
        if (remove) return moved.remove(moved.find(undefined, undefined, (spec) => spec.id === remove));
        return moved;
      },
    },
    props: {
      decorations: (state) => waiting.getState(state),
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
