/**
 * What may be looked up while one writes: a sign, and what it offers. The listbox, the keys and the place in the text
 * belong to the composer; a source finds choices and says what one of them becomes.
 */
import type { Ref } from "../types";
import type { Draft } from "./drafts";

/** Where one writes. */
export interface Place {
  number: number;
  mode: Draft["mode"];
  /** Whether the text has a form: bold, lists, pictures. Without one a choice should become plain text. */
  rich: boolean;
}

export interface Choice {
  key: string;
  label: string;
  hint?: string;
  /** A sign shown before the label, such as an emoji. */
  mark?: string;
}

/** Puts something where the sign and the query stood. What is written as {{variable}} or [[fill in]] is marked, and Tab goes on to it. */
export interface Insert {
  place: Place;
  /** Plain text; line breaks stay. */
  text: (words: string) => void;
  /** A formatted piece; where the text has no form, `words` are put in. */
  html: (html: string, words: string) => void;
  /** A colleague who is told; their name, after a sign. */
  mention: (agent: Ref) => void;
  /** Another ticket; customers read its number, colleagues get a link. */
  ticket: (number: number) => void;
}

export interface Source {
  /** The sign that opens the list at the start of a word. */
  trigger: string;
  /** A name for the list. */
  label: string;
  /** How many characters must follow the sign; 0 if not given. */
  least?: number;
  where: (place: Place) => boolean;
  /** The best choices first, at most ten. A refused promise shows nothing. */
  find: (query: string, place: Place) => Promise<readonly Choice[]>;
  take: (choice: Choice, insert: Insert) => void | Promise<void>;
}

/** In the order of their wish: the first source whose sign stands before the cursor is asked. */
export const SOURCES: Source[] = [];
