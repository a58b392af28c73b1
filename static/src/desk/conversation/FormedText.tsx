/**
 * What a colleague formatted, drawn as elements of our own: the markup is read, never inserted, and only the tags
 * below become anything. Words around other tags stay words.
 */
import { type ComponentChildren, h } from "preact";
import { useMemo } from "preact/hooks";
import { isPlain } from "../app/plain-click";
import { showPicture } from "../pictures/showing";
import { pictureSource } from "./formed";
import { Linked } from "./Linked";

const DRAWN = new Set("p strong b em i u s del code pre blockquote ul ol li".split(" "));
const HREF = /^(?:https?:\/\/|mailto:|tel:)/i;

export function FormedText({ html }: { html: string }) {
  return useMemo(() => <>{drawn(new DOMParser().parseFromString(html, "text/html").body, false)}</>, [html]);
}

function drawn(parent: Node, linked: boolean): ComponentChildren {
  return [...parent.childNodes].map((node, index) => one(node, index, linked));
}

function one(node: Node, key: number, linked: boolean): ComponentChildren {
  if (node.nodeType === Node.TEXT_NODE) {
    const text = node.nodeValue ?? "";
    return linked ? text : <Linked key={key} text={text} own />;
  }
  if (!(node instanceof HTMLElement)) return null;
  const name = node.localName;
  if (name === "br") return <br key={key} />;
  if (name === "img") return <Picture key={key} element={node} />;
  if (name === "a") return <Anchor key={key} element={node} />;
  const inside = drawn(node, linked || name === "code" || name === "pre");
  if (!DRAWN.has(name)) return inside;
  const start = name === "ol" ? { start: Number(node.getAttribute("start")) || 1 } : {};
  return h(name, { key, dir: name === "p" ? "auto" : undefined, ...start }, inside);
}

function Anchor({ element }: { element: HTMLElement }) {
  const href = element.getAttribute("href") ?? "";
  const inside = drawn(element, true);
  if (!HREF.test(href)) return <>{inside}</>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {inside}
    </a>
  );
}

function Picture({ element }: { element: HTMLElement }) {
  const source = pictureSource(element.getAttribute("src") ?? "");
  const alt = element.getAttribute("alt") ?? "";
  if (!source) return <>{alt}</>;
  return (
    <a
      href={source}
      target="_blank"
      rel="noopener"
      class="picture"
      onClick={(event) => {
        if (isPlain(event) && showPicture(Number(source.split("/").at(-1)))) event.preventDefault();
      }}
    >
      <img src={source} alt={alt} loading="lazy" />
    </a>
  );
}
