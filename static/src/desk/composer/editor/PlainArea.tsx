/** A plain field for plain channels, and until one turns to it for the others. */
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { draftOf, edit } from "../drafts";
import { nextPlainGap, plainField } from "./plain-field";
import { look, suggestKey } from "./suggesting";
import { type AreaProps, composing } from "./WritingArea";

export function PlainArea({ number, mode, label, placeholder, send, typed, attach, caret }: AreaProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const text = draftOf(number)[mode];
  useLayoutEffect(() => {
    if (caret?.focused) area.current?.focus();
    return () => {
      void look(null);
      composing.value = false;
    };
  }, []);
  useEffect(() => grow(area.current), [text]);
  const lookUp = () => {
    const field = area.current;
    void look(field && !composing.peek() ? plainField(field, { number, mode, rich: false }) : null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const gap = event.key === "Tab" && !event.shiftKey;
    if (suggestKey(event) || (gap && area.current && nextPlainGap(area.current))) event.preventDefault();
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    if (event.defaultPrevented) return;
    event.preventDefault();
    send();
  };
  const onPaste = (event: ClipboardEvent) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    attach(files);
  };
  return (
    <textarea
      ref={area}
      class="ed"
      id="composer-text"
      rows={2}
      dir="auto"
      aria-label={label}
      placeholder={placeholder}
      value={text}
      onInput={(event) => {
        edit(number, { [mode]: event.currentTarget.value, [`${mode}_html`]: "" });
        typed();
        lookUp();
      }}
      onBlur={() => void look(null)}
      onKeyDown={onKeyDown}
      onPaste={onPaste}
      onCompositionStart={() => {
        composing.value = true;
      }}
      onCompositionEnd={() => {
        composing.value = false;
      }}
    />
  );
}

/** Fits the text area to its text where the browser does not do so by field-sizing. */
function grow(area: HTMLTextAreaElement | null): void {
  if (!area || CSS.supports("field-sizing", "content")) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight}px`;
}
