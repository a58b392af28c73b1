/** A text between its three shapes: the document one edits, HTML, and plain text that reads the same. */
import { DOMParser, DOMSerializer, Fragment, type Node } from "prosemirror-model";
import { callsIn } from "../../conversation/calls";
import type { Ref } from "../../types";
import { isEmpty, schema } from "./schema";

const serializer = DOMSerializer.fromSchema(schema);
const parser = DOMParser.fromSchema(schema);
const { paragraph, hard_break, mention, doc: whole } = schema.nodes;

/** The HTML of a document, empty for an empty one. Blank paragraphs between others are only distance, and left out. */
export function htmlOf(doc: Node): string {
  if (isEmpty(doc)) return "";
  const written = doc.children.filter((block) => !isBlank(block));
  // A page that nobody sees: nothing in it loads, so a picture's name is not taken for an address.
  const aside = document.implementation.createHTMLDocument("");
  const box = aside.createElement("div");
  box.append(serializer.serializeFragment(Fragment.fromArray(written), { document: aside }));
  return box.innerHTML;
}

/** Reads HTML by the rules of the schema. It is parsed in a document of its own, where nothing loads or runs. */
export function docFromHtml(html: string): Node {
  return parser.parse(new window.DOMParser().parseFromString(html, "text/html").body);
}

/** Plain text as paragraphs: blank lines part them, single line breaks stay. */
export function docFromText(text: string): Node {
  return whole.create(null, blocksOf(text));
}

export function blocksOf(text: string): Node[] {
  return text
    .replace(/\r\n?/g, "\n")
    .split(/\n{2,}/)
    .map((block) => paragraph.create(null, linesOf(block)));
}

function linesOf(block: string): Node[] {
  return block.split("\n").flatMap((line, index) => {
    const words = line ? [schema.text(line)] : [];
    return index === 0 ? words : [hard_break.create(), ...words];
  });
}

function isBlank(block: Node): boolean {
  return block.type === paragraph && isEmpty(block);
}

/** The same in plain text: a list keeps its signs, a quote its angle, a link the address it leads to. */
export function textOf(doc: Node): string {
  return isEmpty(doc) ? "" : blocksText(doc.children, "\n\n").trim();
}

function blocksText(blocks: readonly Node[], between: string): string {
  return blocks
    .filter((block) => !isBlank(block))
    .map(blockText)
    .join(between);
}

function blockText(block: Node): string {
  switch (block.type.name) {
    case "blockquote":
      return prefixed(blocksText(block.children, "\n\n"), "> ", "> ");
    case "bullet_list":
      return block.children.map((item) => prefixed(itemText(item), "- ", "  ")).join("\n");
    case "ordered_list":
      return block.children.map((item, index) => numbered(item, block.attrs.start + index)).join("\n");
    case "code_block":
      return block.textContent;
    default:
      return inlineText(block);
  }
}

function itemText(item: Node): string {
  return item.children.map(blockText).join("\n");
}

function numbered(item: Node, number: number): string {
  const sign = `${number}. `;
  return prefixed(itemText(item), sign, " ".repeat(sign.length));
}

function prefixed(text: string, first: string, rest: string): string {
  return text
    .split("\n")
    .map((line, index) => `${index === 0 ? first : rest}${line}`.trimEnd())
    .join("\n");
}

function inlineText(block: Node): string {
  let written = "";
  block.children.forEach((node, index) => {
    written += leafText(node);
    const href: string | undefined = linkAt(node);
    // The address stands once, behind the last piece of its words.
    if (href && linkAt(block.maybeChild(index + 1)) !== href) written += addressBehind(block, index, href);
  });
  return written;
}

function leafText(node: Node): string {
  if (node.isText) return node.text ?? "";
  if (node.type === hard_break) return "\n";
  if (node.type.name === "picture") return node.attrs.alt ? `[${node.attrs.alt}]` : "";
  return node.type.spec.leafText?.(node) ?? "";
}

function linkAt(node: Node | null): string | undefined {
  return node?.marks.find((mark) => mark.type === schema.marks.link)?.attrs.href;
}

/** The address in brackets, unless the words of the link are the address. */
function addressBehind(block: Node, last: number, href: string): string {
  let words = "";
  for (let index = last; index >= 0 && linkAt(block.child(index)) === href; index -= 1)
    words = leafText(block.child(index)) + words;
  const bare = (address: string) => address.replace(/^(?:https?:\/\/|mailto:|tel:)/i, "").replace(/\/$/, "");
  return bare(words.trim()) === bare(href) ? "" : ` (${href})`;
}

/** The same document with these colleagues called again where it says "@Name": kept elsewhere, a call is only words. */
export function calling(doc: Node, colleagues: readonly Ref[]): Node {
  if (colleagues.length === 0) return doc;
  const names = colleagues.map(({ name }) => name);
  const called = (node: Node): Node[] => {
    if (!node.isText || schema.marks.code.isInSet(node.marks)) return [inside(node)];
    return callsIn(node.text ?? "", names).map((piece) => {
      const who = piece.name && colleagues.find(({ name }) => piece.text === `@${name}`);
      return who ? mention.create(who, null, node.marks) : schema.text(piece.text, node.marks);
    });
  };
  const inside = (node: Node): Node =>
    node.isLeaf || node.type.spec.code ? node : node.copy(Fragment.fromArray(node.children.flatMap(called)));
  return inside(doc);
}

/** The agents a document mentions, each once. */
export function mentionedIn(doc: Node): number[] {
  const found = new Set<number>();
  doc.descendants((node) => {
    if (node.type.name === "mention") found.add(node.attrs.id);
  });
  return [...found];
}
