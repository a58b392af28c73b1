/**
 * Keeps drafts on the server: a moment after one stopped typing, and again when the connection is back. What was
 * written elsewhere comes in by news; what is being typed here is never overwritten by it.
 */
import { signal } from "@preact/signals";
import { get, send, Unreachable } from "../net/http";
import {
  begun,
  type Draft,
  type DraftFile,
  draftOf,
  EMPTY,
  edit,
  filesOf,
  isEmpty,
  isUnkept,
  type Kind,
  markKept,
  put,
  restoreDrafts,
  whenChanged,
  withFiles,
} from "./drafts";
import { joined } from "./form";
import type { ServerDraft } from "./server-draft";
import { mayTurn } from "./turning";

const PAUSE_MILLISECONDS = 1000;
const AGAIN_MILLISECONDS = 15_000;

/** Replies that leave by themselves, by the id of their draft. */
export const leaving = signal<ReadonlyMap<number, ServerDraft>>(new Map());
/** What is signed below a reply, by the id of the inbox. */
export const signatures = signal<Readonly<Record<string, string>>>({});
/** Where it is morning when nothing is known of the customer: the zone of the working hours. */
export const workZone = signal("");
export const loaded = signal(false);

const timers = new Map<string, ReturnType<typeof setTimeout>>();
const running = new Map<string, Promise<void>>();
/** Parts the server would not take: only other words may change its mind. */
const refused = new Set<string>();
/** Which part of which ticket a draft of the server's is, and how new. */
const known = new Map<number, { number: number; kind: Kind; version: number }>();

/** The tickets of the view "Drafts": something begun, or a reply that waits for its hour. */
export function draftNumbers(): Set<number> {
  const waiting = [...leaving.value.values()].filter((draft) => draft.scheduled);
  return new Set([...begun(), ...waiting.map((draft) => draft.number)]);
}

export async function startKeeping(): Promise<void> {
  whenChanged(soon);
  restoreDrafts();
  addEventListener("online", again);
  setInterval(again, AGAIN_MILLISECONDS);
  await load();
}

interface Loaded {
  drafts: ServerDraft[];
  signatures: Record<string, string>;
  zone: string;
}

/** Asks for every draft; also after a break in which news may have been missed. */
export async function load(): Promise<void> {
  const answer = await get<Loaded>("/desk/drafts").catch(() => null);
  if (!answer) return;
  signatures.value = answer.signatures;
  workZone.value = answer.zone;
  const there = new Set(answer.drafts.map((draft) => draft.id));
  for (const id of [...known.keys(), ...leaving.value.keys()]) if (!there.has(id)) forget(id);
  for (const draft of answer.drafts) takeIn(draft);
  loaded.value = true;
}

/** Takes in a draft as the server has it. */
export function takeIn(draft: ServerDraft, force = false): void {
  const { id, number, kind, version } = draft;
  if (draft.release_at) {
    const before = known.get(id);
    if (before && !isUnkept(number, kind)) empty(number, kind);
    known.delete(id);
    leaving.value = new Map(leaving.value).set(id, draft);
    return;
  }
  const returned = leaving.value.has(id);
  if (returned) drop(id);
  const busy = isUnkept(number, kind) || running.has(key(number, kind));
  const newest = known.get(id)?.version ?? 0;
  if (busy && !force) {
    const typed = draftOf(number);
    // Begun here before the page knew of this, or taken back elsewhere: neither words may be lost.
    if ((newest === 0 || returned) && !typed[kind].includes(draft.text.trim()))
      edit(number, joined(kind, { text: draft.text, html: draft.html }, typed));
    known.set(id, { number, kind, version });
    return;
  }
  if (version <= newest && !force) return;
  known.set(id, { number, kind, version });
  put(number, { ...draftOf(number), ...partOf(draft) });
  if (force) markKept(number, kind, true);
}

/** Forgets a draft that is no more: sent, or thrown away elsewhere. */
export function forget(id: number): void {
  drop(id);
  const part = known.get(id);
  known.delete(id);
  if (part && !isUnkept(part.number, part.kind) && !running.has(key(part.number, part.kind)))
    empty(part.number, part.kind);
}

/** The message is said, so its draft is no more, whichever news comes first. */
export function hasLeft(client_key: string): void {
  for (const [id, draft] of leaving.value) if (draft.client_key === client_key) drop(id);
}

/** Waits until nothing of this part is on its way to the server, so that what follows comes after it. */
export async function settled(number: number, kind: Kind): Promise<void> {
  clearTimeout(timers.get(key(number, kind)));
  await running.get(key(number, kind));
}

/** Brings a part to the server at once. */
export async function flush(number: number, kind: Kind): Promise<void> {
  await settled(number, kind);
  if (isUnkept(number, kind)) await push(number, kind);
}

function key(number: number, kind: Kind): string {
  return `${number}:${kind}`;
}

function drop(id: number): void {
  if (!leaving.value.has(id)) return;
  const rest = new Map(leaving.value);
  rest.delete(id);
  leaving.value = rest;
}

function soon(number: number, kind: Kind): void {
  refused.delete(key(number, kind));
  clearTimeout(timers.get(key(number, kind)));
  timers.set(
    key(number, kind),
    setTimeout(() => void push(number, kind), PAUSE_MILLISECONDS),
  );
}

function again(): void {
  if (!navigator.onLine) return;
  for (const number of begun())
    for (const kind of ["reply", "note"] as const)
      if (isUnkept(number, kind) && !refused.has(key(number, kind))) soon(number, kind);
}

async function push(number: number, kind: Kind): Promise<void> {
  const at = key(number, kind);
  await running.get(at);
  if (!isUnkept(number, kind)) return;
  const turn = keep(number, kind).finally(() => running.delete(at));
  running.set(at, turn);
  await turn;
}

async function keep(number: number, kind: Kind): Promise<void> {
  const draft = draftOf(number);
  const body = { kind, ...wordsOf(draft, kind) };
  try {
    const answer = await send<{ draft: ServerDraft | null }>("PUT", `/desk/tickets/${number}/draft`, body);
    if (answer.draft) known.set(answer.draft.id, { number, kind, version: answer.draft.version });
    const same = JSON.stringify({ kind, ...wordsOf(draftOf(number), kind) }) === JSON.stringify(body);
    if (same) markKept(number, kind, true);
    else if (isUnkept(number, kind)) soon(number, kind);
  } catch (error) {
    if (!(error instanceof Unreachable)) refused.add(key(number, kind));
  }
}

function wordsOf(draft: Draft, kind: Kind): Record<string, unknown> {
  const attachments = filesOf(draft, kind).flatMap((file) => (file.id === null ? [] : [Number(file.id)]));
  const words = { text: draft[kind], html: draft[`${kind}_html`] || null, attachments };
  if (kind === "note") return { ...words, mentions: draft.mentions };
  return {
    ...words,
    inbox_id: draft.inbox,
    to: draft.to,
    cc: draft.cc,
    bcc: draft.bcc.length > 0 ? draft.bcc : null,
  };
}

function partOf(draft: ServerDraft): Partial<Draft> {
  const { kind } = draft;
  const before = draftOf(draft.number);
  const there = draft.attachments.map((file) => ({ ...file, kind, key: String(file.id), error: null }));
  const words = {
    [kind]: draft.text,
    [`${kind}_html`]: draft.html ?? "",
    files: withFiles(before, kind, [...there, ...onTheirWay(before, kind)]),
    ...(isEmpty(before, kind) && mayTurn(draft.number, kind) ? { mode: kind } : {}),
  };
  if (kind === "note") return { ...words, mentions: draft.mentions };
  return {
    ...words,
    inbox: draft.inbox_id,
    to: draft.to,
    cc: draft.cc,
    bcc: draft.bcc ?? [],
    held: draft.held_words,
  };
}

/** Files the server cannot know yet, or has refused. */
function onTheirWay(draft: Draft, kind: Kind): DraftFile[] {
  return filesOf(draft, kind).filter((file) => file.id === null);
}

function empty(number: number, kind: Kind): void {
  const draft = draftOf(number);
  const { reply, reply_html, inbox, to, cc, bcc, held, note, note_html, mentions } = EMPTY;
  const part =
    kind === "reply" ? { reply, reply_html, inbox, to, cc, bcc, held } : { note, note_html, mentions };
  put(number, { ...draft, ...part, files: withFiles(draft, kind, onTheirWay(draft, kind)) });
}
