/** What one has begun to write, per ticket: kept in this browser until it is sent. */
import { signal } from "@preact/signals";
import { me } from "../store/state";

export interface DraftFile {
  key: string;
  id: number | string | null;
  name: string;
  size: number;
  media_type: string;
  error: string | null;
}

export interface Draft {
  mode: "reply" | "note";
  reply: string;
  note: string;
  /** The same words with their form; empty where only the plain words are known. */
  reply_html: string;
  note_html: string;
  /** Colleagues whom the note calls. */
  mentions: number[];
  /** Null while the recipients are the proposed ones. */
  to: string[] | null;
  cc: string[] | null;
  bcc: string[];
  files: DraftFile[];
}

export const EMPTY: Draft = {
  mode: "reply",
  reply: "",
  note: "",
  reply_html: "",
  note_html: "",
  mentions: [],
  to: null,
  cc: null,
  bcc: [],
  files: [],
};
const PAUSE_MILLISECONDS = 300;

const drafts = signal<ReadonlyMap<number, Draft>>(new Map());
const timers = new Map<number, ReturnType<typeof setTimeout>>();

function place(number: number): string {
  return `helpdesk.draft.${me.value.id}.${number}`;
}

export function draftOf(number: number): Draft {
  return drafts.value.get(number) ?? read(number);
}

function read(number: number): Draft {
  try {
    const kept = localStorage.getItem(place(number));
    return kept ? { ...EMPTY, ...(JSON.parse(kept) as Partial<Draft>) } : EMPTY;
  } catch {
    return EMPTY;
  }
}

/** Changes a draft and keeps it after a short pause. */
export function edit(number: number, change: Partial<Draft>): void {
  const draft = { ...draftOf(number), ...change };
  drafts.value = new Map(drafts.value).set(number, draft);
  clearTimeout(timers.get(number));
  timers.set(
    number,
    setTimeout(() => keep(number), PAUSE_MILLISECONDS),
  );
}

function keep(number: number): void {
  const draft = draftOf(number);
  const empty = !draft.reply && !draft.note && draft.files.length === 0;
  const files = draft.files.filter((file) => file.id !== null);
  try {
    if (empty) localStorage.removeItem(place(number));
    else localStorage.setItem(place(number), JSON.stringify({ ...draft, files }));
  } catch {
    // A full or forbidden storage costs only the draft's life beyond this page.
  }
}

/** Empties the part of the draft that was sent. */
export function clear(number: number, mode: "reply" | "note"): void {
  edit(
    number,
    mode === "reply"
      ? { reply: "", reply_html: "", files: [], to: null, cc: null, bcc: [] }
      : { note: "", note_html: "", mentions: [], files: [] },
  );
  keep(number);
}

/** Keeps every draft at once, before the page goes away. */
export function keepAll(): void {
  for (const number of drafts.value.keys()) keep(number);
}
