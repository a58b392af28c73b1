/** A plain field for plain channels, and for the first moment of the others. */
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { draftOf, edit } from "../drafts";
import { type AreaProps, composing } from "./WritingArea";

export function PlainArea({ number, mode, label, placeholder, send, typed, attach, caret }: AreaProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const text = draftOf(number)[mode];
  useLayoutEffect(() => {
    if (caret !== null) area.current?.focus();
    return () => {
      composing.value = false;
    };
  }, []);
  useEffect(() => grow(area.current), [text]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
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
      }}
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
