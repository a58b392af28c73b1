/** What one has begun to write, per ticket. keeping.ts brings it to the server; this browser is only the bridge there. */
import { signal } from "@preact/signals";
import { me } from "../store/state";
import { type Base, baseOf, rebase } from "./known";

export interface DraftFile {
  key: string;
  id: number | string | null;
  /** What it was added to; the other one does not carry it. */
  kind: "reply" | "note";
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
  /** Another inbox by which the reply leaves; null: the ticket's own. */
  inbox: number | null;
  /** Null while the recipients are the proposed ones. */
  to: string[] | null;
  cc: string[] | null;
  bcc: string[];
  files: DraftFile[];
  /** Why the reply did not leave when it should have; a sentence, until one writes on. */
  held: string | null;
}

export type Kind = Draft["mode"];

export const EMPTY: Draft = {
  mode: "reply",
  reply: "",
  note: "",
  reply_html: "",
  note_html: "",
  mentions: [],
  inbox: null,
  to: null,
  cc: null,
  bcc: [],
  files: [],
  held: null,
};
const KINDS: readonly Kind[] = ["reply", "note"];
const PAUSE_MILLISECONDS = 300;

const drafts = signal<ReadonlyMap<number, Draft>>(new Map());
const timers = new Map<number, ReturnType<typeof setTimeout>>();
/** Parts that the server does not have yet, as "<number>:<kind>". */
const unkept = new Set<string>();
/** The drafts that this page has put into the browser; another window's copies are not its own to take away. */
const copied = new Set<number>();
let changed: (number: number, kind: Kind) => void = () => {};

function place(number: number): string {
  return `helpdesk.draft.${me.value.id}.${number}`;
}

export function draftOf(number: number): Draft {
  return drafts.value.get(number) ?? read(number);
}

export function isEmpty(draft: Draft, kind: Kind): boolean {
  return !draft[kind].trim() && filesOf(draft, kind).length === 0;
}

/** The files that go with the reply, or with the note; with what is being written if nothing is named. */
export function filesOf(draft: Draft, kind: Kind = draft.mode): DraftFile[] {
  return draft.files.filter((file) => file.kind === kind);
}

/** All files, with other ones for one of the parts. */
export function withFiles(draft: Draft, kind: Kind, files: readonly DraftFile[]): DraftFile[] {
  return [...draft.files.filter((file) => file.kind !== kind), ...files.map((file) => ({ ...file, kind }))];
}

/** The tickets on which something is begun. */
export function begun(): number[] {
  return [...drafts.value]
    .filter(([, draft]) => !isEmpty(draft, "reply") || !isEmpty(draft, "note"))
    .map(([number]) => number);
}

/** What this browser keeps: the words, and how far the server has them. */
interface Kept {
  draft: Draft;
  /** Absent in a copy from before it was noted. */
  unkept?: Kind[];
  bases?: Partial<Record<Kind, Base>>;
}

function read(number: number): Draft {
  return keptHere(number).draft;
}

function keptHere(number: number): Kept {
  try {
    const { unkept, bases, ...words } = JSON.parse(localStorage.getItem(place(number)) ?? "{}");
    const draft: Draft = { ...EMPTY, ...words };
    const files = draft.files.map((file) => ({ ...file, kind: file.kind ?? draft.mode }));
    return { draft: { ...draft, files }, unkept, bases };
  } catch {
    return { draft: EMPTY };
  }
}

/** Called after a part of a draft was changed here. */
export function whenChanged(act: typeof changed): void {
  changed = act;
}

/** Changes a draft and keeps it after a short pause. */
export function edit(number: number, change: Partial<Draft>): void {
  const before = draftOf(number);
  const draft = { ...before, ...change };
  put(number, draft);
  for (const kind of KINDS) {
    if (!differs(before, draft, kind)) continue;
    if (kind === "reply" && change.held === undefined) put(number, { ...draft, held: null });
    unkept.add(`${number}:${kind}`);
    changed(number, kind);
  }
  clearTimeout(timers.get(number));
  timers.set(
    number,
    setTimeout(() => keep(number), PAUSE_MILLISECONDS),
  );
}

function differs(one: Draft, other: Draft, kind: Kind): boolean {
  const files = (draft: Draft) =>
    filesOf(draft, kind)
      .map((file) => file.id)
      .join();
  const people = (draft: Draft) =>
    kind === "reply" ? JSON.stringify([draft.inbox, draft.to, draft.cc, draft.bcc]) : "";
  const called = (draft: Draft) => (kind === "note" ? draft.mentions.join() : "");
  const words = (draft: Draft) => [draft[kind], draft[`${kind}_html`], called(draft)].join("\n");
  return words(one) !== words(other) || files(one) !== files(other) || people(one) !== people(other);
}

/** Puts in what the server has; it is kept there, so nothing is to be done. */
export function put(number: number, draft: Draft): void {
  drafts.value = new Map(drafts.value).set(number, draft);
}

export function unkeptParts(): [number, Kind][] {
  return [...unkept].map((part) => {
    const [number, kind] = part.split(":");
    return [Number(number), kind === "note" ? "note" : "reply"];
  });
}

export function isUnkept(number: number, kind: Kind): boolean {
  return unkept.has(`${number}:${kind}`);
}

/** Says whether the server has this part as it is now; once it has all, the browser forgets its copy. */
export function markKept(number: number, kind: Kind, kept: boolean): void {
  if (kept) unkept.delete(`${number}:${kind}`);
  else unkept.add(`${number}:${kind}`);
  keep(number);
}

function keep(number: number): void {
  const draft = draftOf(number);
  const files = draft.files.filter((file) => file.id !== null);
  const missing = KINDS.filter((kind) => isUnkept(number, kind));
  const bases = { reply: baseOf(number, "reply"), note: baseOf(number, "note") };
  try {
    if (missing.length > 0) {
      localStorage.setItem(place(number), JSON.stringify({ ...draft, files, bases, unkept: missing }));
      copied.add(number);
    } else if (copied.delete(number)) localStorage.removeItem(place(number));
  } catch {
    // A full or forbidden storage costs only what the server could not be told.
  }
}

/** Brings back what an earlier page could not bring to the server; those parts are unkept again. */
export function restoreDrafts(): void {
  const beginning = place(0).slice(0, -1);
  for (const key of Object.keys(localStorage)) {
    const number = Number(key.slice(beginning.length));
    if (!key.startsWith(beginning) || !(number > 0) || drafts.value.has(number)) continue;
    const { draft, unkept: missing, bases } = keptHere(number);
    copied.add(number);
    put(number, draft);
    for (const kind of KINDS) {
      rebase(number, kind, bases?.[kind] ?? {});
      // Where it is not noted, a part without words was never begun.
      if (!(missing?.includes(kind) ?? !isEmpty(draft, kind))) continue;
      unkept.add(`${number}:${kind}`);
      changed(number, kind);
    }
  }
}

/** Empties the part of the draft that was sent; sending it took it off the server too. */
export function clear(number: number, mode: Kind): void {
  const rest =
    mode === "reply"
      ? { reply: "", reply_html: "", inbox: null, to: null, cc: null, bcc: [], held: null }
      : { note: "", note_html: "", mentions: [] };
  const draft = draftOf(number);
  put(number, { ...draft, ...rest, files: withFiles(draft, mode, []) });
  rebase(number, mode, { sent: true });
  markKept(number, mode, true);
}

/** Keeps every draft at once, before the page goes away. */
export function keepAll(): void {
  for (const number of drafts.value.keys()) keep(number);
}
