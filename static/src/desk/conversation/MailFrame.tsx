/**
 * A mail's HTML in a frame that can never run scripts: allow-scripts must not be added, with allow-same-origin it
 * would undo the sandbox. The parent reads the height, opens links in new tabs, and hears keys typed in the frame.
 */
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../../shared/i18n";
import { onKey } from "../app/keys";
import { bringsColours, mailDocument } from "./mail";
import { foldQuote } from "./quoting";

const css = document.body.dataset.mailCss ?? "";
const SANDBOX = "allow-same-origin allow-popups allow-popups-to-escape-sandbox";

interface Props {
  html: string;
  name: string;
  folded: boolean;
  quoted: string | null;
  quoteShown: boolean;
  onQuote: (found: boolean) => void;
}

export function MailFrame({ html, name, folded, quoted, quoteShown, onQuote }: Props) {
  const frame = useRef<HTMLIFrameElement>(null);
  const quote = useRef<HTMLElement | null>(null);
  // In the same task as the frame is made: its page may be loaded before the next one.
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    let watcher: ResizeObserver | undefined;
    const loaded = () => {
      const page = element.contentDocument;
      if (!page?.body || page.URL !== "about:srcdoc") return;
      watcher?.disconnect();
      quote.current = foldQuote(page, quoted);
      onQuote(quote.current !== null);
      watcher = settle(element, page);
    };
    element.addEventListener("load", loaded);
    return () => {
      watcher?.disconnect();
      element.removeEventListener("load", loaded);
    };
  }, [html]);
  useEffect(() => {
    if (quote.current) quote.current.hidden = !quoteShown;
  }, [quoteShown]);
  const className = `mailframe${bringsColours(html) ? " paper" : ""}${folded ? " folded" : ""}`;
  return (
    <iframe
      ref={frame}
      class={className}
      sandbox={SANDBOX}
      title={t("Message from {name}", { name })}
      srcdoc={mailDocument(html, css)}
    />
  );
}

function settle(frame: HTMLIFrameElement, page: Document): ResizeObserver {
  for (const link of page.links) {
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  }
  page.addEventListener("keydown", onKey);
  const fit = () => {
    // The sum counts margins of the body's children, and a sideways scroll bar when there is one.
    const bar = page.body.offsetHeight - page.body.clientHeight;
    const height = Math.ceil(page.body.getBoundingClientRect().height) + Math.max(0, bar);
    if (height > 0) frame.style.height = `${height}px`;
  };
  const watcher = new ResizeObserver(fit);
  watcher.observe(page.body);
  fit();
  return watcher;
}
