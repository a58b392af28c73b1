/**
 * What a formatted text may hold. Whatever is pasted is read by these rules, so nothing else gets in: no styles, no
 * scripts, no pictures from elsewhere.
 */
import { type DOMOutputSpec, type Mark, type Node, Schema } from "prosemirror-model";

const LINK = /^(?:https?:\/\/|mailto:|tel:)/i;
const OWN_PICTURE = /^cid:upload-(\d{1,15})@desk$/;

/** Where a picture of the text is shown from while it is being written. */
export function pictureUrl(upload: number): string {
  return `/desk/attachments/${upload}`;
}

/** The address one meant: a bare name of a site gets its scheme, a bare mail address too. Null when it is none. */
export function linkOf(typed: string): string | null {
  const address = typed.trim();
  if (LINK.test(address)) return address;
  if (/^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(address)) return `mailto:${address}`;
  return /^[^\s:/@]+\.[^\s:@]{2,}$/.test(address) ? `https://${address}` : null;
}

function attribute(element: HTMLElement, name: string): string {
  return element.getAttribute(name) ?? "";
}

function readPicture(element: HTMLElement) {
  const upload = OWN_PICTURE.exec(attribute(element, "src"))?.[1];
  return upload ? { upload: Number(upload), alt: attribute(element, "alt") } : false;
}

function readMention(element: HTMLElement) {
  const id = Number(element.dataset.mention);
  const name = (element.textContent ?? "").replace(/^@/, "");
  return Number.isInteger(id) && id > 0 && name ? { id, name } : false;
}

export const schema = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: {
      group: "block",
      content: "inline*",
      parseDOM: [{ tag: "p" }, { tag: "tr" }],
      toDOM: () => ["p", 0],
    },
    blockquote: {
      group: "block",
      content: "block+",
      defining: true,
      parseDOM: [{ tag: "blockquote" }],
      toDOM: () => ["blockquote", 0],
    },
    code_block: {
      group: "block",
      content: "text*",
      marks: "",
      code: true,
      defining: true,
      parseDOM: [{ tag: "pre", preserveWhitespace: "full" }],
      toDOM: () => ["pre", ["code", 0]],
    },
    bullet_list: {
      group: "block",
      content: "list_item+",
      parseDOM: [{ tag: "ul" }],
      toDOM: () => ["ul", 0],
    },
    ordered_list: {
      group: "block",
      content: "list_item+",
      attrs: { start: { default: 1 } },
      parseDOM: [{ tag: "ol", getAttrs: (list) => ({ start: Number(attribute(list, "start")) || 1 }) }],
      toDOM: (node): DOMOutputSpec =>
        node.attrs.start === 1 ? ["ol", 0] : ["ol", { start: node.attrs.start }, 0],
    },
    list_item: {
      content: "paragraph block*",
      defining: true,
      parseDOM: [{ tag: "li" }],
      toDOM: () => ["li", 0],
    },
    text: { group: "inline" },
    hard_break: {
      group: "inline",
      inline: true,
      selectable: false,
      parseDOM: [{ tag: "br" }],
      toDOM: () => ["br"],
    },
    picture: {
      group: "inline",
      inline: true,
      draggable: true,
      attrs: { upload: { validate: "number" }, alt: { default: "", validate: "string" } },
      parseDOM: [{ tag: "img[src]", getAttrs: readPicture }],
      toDOM: (node) => ["img", { src: `cid:upload-${node.attrs.upload}@desk`, alt: node.attrs.alt }],
    },
    mention: {
      group: "inline",
      inline: true,
      atom: true,
      attrs: { id: { validate: "number" }, name: { validate: "string" } },
      parseDOM: [{ tag: "span[data-mention]", getAttrs: readMention }],
      toDOM: (node) => ["span", { "data-mention": node.attrs.id, class: "mention" }, `@${node.attrs.name}`],
      leafText: (node) => `@${node.attrs.name}`,
    },
  },
  marks: {
    link: {
      attrs: { href: { validate: "string" } },
      inclusive: false,
      parseDOM: [{ tag: "a[href]", getAttrs: (link) => readLink(link) }],
      toDOM: (mark): DOMOutputSpec => ["a", { href: mark.attrs.href, rel: "noopener noreferrer" }, 0],
    },
    strong: {
      parseDOM: [
        { tag: "strong" },
        // One editor of documents wraps all that is copied in a <b> that is not bold.
        { tag: "b", getAttrs: (bold) => bold.style.fontWeight !== "normal" && null },
        { style: "font-weight=400", clearMark: (mark: Mark) => mark.type.name === "strong" },
        { style: "font-weight", getAttrs: (value) => /^(?:bold(?:er)?|[6-9]\d\d)$/.test(value) && null },
      ],
      toDOM: () => ["strong", 0],
    },
    em: {
      parseDOM: [{ tag: "em" }, { tag: "i" }, { style: "font-style=italic" }],
      toDOM: () => ["em", 0],
    },
    underline: {
      parseDOM: [{ tag: "u" }, { style: "text-decoration=underline" }],
      toDOM: () => ["u", 0],
    },
    strike: {
      parseDOM: [{ tag: "s" }, { tag: "del" }, { tag: "strike" }, { style: "text-decoration=line-through" }],
      toDOM: () => ["s", 0],
    },
    code: { excludes: "strong em underline strike", parseDOM: [{ tag: "code" }], toDOM: () => ["code", 0] },
  },
});

function readLink(link: HTMLElement) {
  const href = attribute(link, "href").trim();
  return LINK.test(href) && { href };
}

/** Whether there is something worth sending: a letter or a picture. */
export function isEmpty(doc: Node): boolean {
  let found = false;
  doc.descendants((node) => {
    found ||= node.isText ? (node.text ?? "").trim() !== "" : node.isAtom && node.type.name !== "hard_break";
    return !found;
  });
  return !found;
}
