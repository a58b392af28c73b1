/** Where the words go: formatted where the channel carries a form, else, and until the editor is there, plain. */
import { signal } from "@preact/signals";
import { useEffect, useLayoutEffect } from "preact/hooks";
import { draftOf } from "../drafts";
import { code, fetchEditor, formed } from "./current";
import { PlainArea } from "./PlainArea";
import { RichArea } from "./RichArea";

/** Where the cursor stands in a plain field, in characters, and whether one is writing there. */
export interface Caret {
  from: number;
  to: number;
  focused: boolean;
}

export interface AreaProps {
  number: number;
  mode: "reply" | "note";
  label: string;
  placeholder: string;
  send: () => void;
  typed: () => void;
  attach: (files: File[]) => void;
  /** Of the field this one replaces; null when there was none. */
  caret: Caret | null;
}

/** An input method is in the middle of a word: the field must not be taken away. */
export const composing = signal(false);

export function WritingArea({ rich, ...given }: Omit<AreaProps, "caret"> & { rich: boolean }) {
  // What was begun is gone on with, and may have a form that a plain field cannot show.
  const begun = rich && draftOf(given.number)[given.mode] !== "";
  useLayoutEffect(() => {
    formed.value = rich;
    return () => {
      formed.value = false;
    };
  }, [rich]);
  useEffect(() => {
    if (begun) void fetchEditor();
  }, [begun]);
  const editor = code.value;
  // Asked here, before the field that is about to be replaced leaves the page.
  const props = { ...given, caret: caretNow() };
  if (!rich || !editor || composing.value) return <PlainArea {...props} />;
  return <RichArea {...props} code={editor} />;
}

export const AREA_ID = "composer-text";

function caretNow(): Caret | null {
  const field = document.getElementById(AREA_ID);
  if (!field) return null;
  const focused = document.activeElement === field;
  if (!(field instanceof HTMLTextAreaElement)) return { from: Infinity, to: Infinity, focused };
  return { from: field.selectionStart, to: field.selectionEnd, focused };
}
