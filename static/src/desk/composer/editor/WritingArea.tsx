/** Where the words go: formatted where the channel carries a form, else, and until the editor is there, plain. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { code, fetchEditor } from "./current";
import { PlainArea } from "./PlainArea";
import { RichArea } from "./RichArea";

export interface AreaProps {
  number: number;
  mode: "reply" | "note";
  label: string;
  placeholder: string;
  send: () => void;
  typed: () => void;
  attach: (files: File[]) => void;
  /** Where the cursor stood in the field this one replaces; null when one writes elsewhere. */
  caret: number | null;
}

/** An input method is in the middle of a word: the field must not be taken away. */
export const composing = signal(false);

export function WritingArea({ rich, ...given }: Omit<AreaProps, "caret"> & { rich: boolean }) {
  useEffect(() => {
    if (rich) void fetchEditor();
  }, [rich]);
  const editor = code.value;
  // Asked here, before the field that is about to be replaced leaves the page.
  const props = { ...given, caret: caretNow() };
  if (!rich || !editor || composing.value) return <PlainArea {...props} />;
  return <RichArea {...props} code={editor} />;
}

export const AREA_ID = "composer-text";

function caretNow(): number | null {
  const field = document.activeElement;
  if (field?.id !== AREA_ID) return null;
  return field instanceof HTMLTextAreaElement ? field.selectionStart : Number.POSITIVE_INFINITY;
}
