/**
 * Keeps drafts on the server: a moment after one stopped typing, and again when the connection is back. What was
 * written elsewhere comes in by news; what is being typed here is never overwritten by it.
 */
import { signal } from "@preact/signals";
import { get, send, Unreachable } from "../net/http";
import {
  begun,
  clear,
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
  unkeptParts,
  whenChanged,
  withFiles,
} from "./drafts";
import { joined } from "./form";
import { baseOf, knownIds, partWith, rebase, unbase } from "./known";
import type { ServerDraft } from "./server-draft";
import { mayTurn } from "./turning";
import { inTurn, isRunning } from "./turns";

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
/** Parts the server would not take: only other words may change its mind. */
const refused = new Set<string>();

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
  // What comes to be known while the answer is on its way may be too new to stand in it.
  const asked = [...knownIds(), ...leaving.value.keys()];
  const answer = await get<Loaded>("/desk/drafts").catch(() => null);
  if (!answer) return;
  signatures.value = answer.signatures;
  workZone.value = answer.zone;
  const there = new Set(answer.drafts.map((draft) => draft.id));
  for (const id of asked) if (!there.has(id)) forget(id);
  for (const draft of answer.drafts) takeIn(draft);
  loaded.value = true;
}

/** Takes in a draft as the server has it. */
export function takeIn(draft: ServerDraft, force = false): void {
  const { id, number, kind, version } = draft;
  if (draft.release_at) {
    vacate(id);
    leaving.value = new Map(leaving.value).set(id, draft);
    return;
  }
  const returned = leaving.value.has(id);
  if (returned) drop(id);
  const before = baseOf(number, kind);
  if (before.id === id && version <= before.version && !force) return;
  if (isBusy(number, kind) && !force) {
    meet(draft, returned);
    return;
  }
  rebase(number, kind, { id, version, sent: false });
  put(number, { ...draftOf(number), ...partOf(draft) });
  if (force) markKept(number, kind, true);
}

/**
 * Words of the server's meet words that it does not have yet. Written elsewhere or taken back, they come before the
 * ones here; the echo of what this page says itself, or said before it was loaded again, does not.
 */
function meet(draft: ServerDraft, returned: boolean): void {
  const { id, number, kind, version } = draft;
  const said = isRunning(key(number, kind));
  if (said && !returned) return;
  const typed = draftOf(number);
  const echo = draft.text === baseOf(number, kind).tried && !returned;
  if (!echo && !typed[kind].includes(draft.text.trim()))
    edit(number, joined(kind, { text: draft.text, html: draft.html }, typed));
  rebase(number, kind, { id, version, sent: false });
}

function isBusy(number: number, kind: Kind): boolean {
  return isUnkept(number, kind) || isRunning(key(number, kind));
}

/** Forgets a draft that is no more: sent, or thrown away elsewhere. */
export function forget(id: number): void {
  drop(id);
  vacate(id);
}

/** The words of a part have gone; what was written since, where they were sent from, stays. */
function vacate(id: number): void {
  const part = partWith(id);
  if (!part) return;
  const { number, kind } = part;
  const { sent } = baseOf(number, kind);
  unbase(number, kind);
  if (!sent && !isBusy(number, kind)) empty(number, kind);
}

/** The message is said, so its draft is no more, whichever news comes first. */
export function hasLeft(client_key: string): void {
  for (const [id, draft] of leaving.value) if (draft.client_key === client_key) drop(id);
}

/**
 * Sends the words of a part. What was typed before comes to the server before them; what is typed meanwhile comes
 * after, for the server takes its draft away with them, whatever stands in it by then.
 */
export async function sendOff<T>(
  number: number,
  kind: Kind,
  text: string,
  act: () => Promise<T>,
): Promise<T> {
  return inTurn(key(number, kind), async () => {
    rebase(number, kind, { sent: true });
    const answer = await act();
    const draft = draftOf(number);
    // An earlier page sent them: this one had them from the server.
    if (draft[kind].trim() === text && !isUnkept(number, kind)) clear(number, kind);
    else if (!isEmpty(draft, kind)) {
      markKept(number, kind, false);
      soon(number, kind);
    }
    return answer;
  });
}

/** Brings a part to the server at once. */
export async function flush(number: number, kind: Kind): Promise<void> {
  clearTimeout(timers.get(key(number, kind)));
  await push(number, kind);
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
  for (const [number, kind] of unkeptParts()) if (!refused.has(key(number, kind))) soon(number, kind);
}

async function push(number: number, kind: Kind): Promise<void> {
  await inTurn(key(number, kind), async () => {
    if (isUnkept(number, kind)) await keep(number, kind);
  });
}

async function keep(number: number, kind: Kind): Promise<void> {
  const draft = draftOf(number);
  const body = { kind, ...wordsOf(draft, kind) };
  rebase(number, kind, { tried: draft[kind] });
  markKept(number, kind, false);
  try {
    const answer = await send<{ draft: ServerDraft | null }>("PUT", `/desk/tickets/${number}/draft`, body);
    const { draft: there } = answer;
    if (there) rebase(number, kind, { id: there.id, version: there.version, sent: false });
    const same = JSON.stringify({ kind, ...wordsOf(draftOf(number), kind) }) === JSON.stringify(body);
    if (same) markKept(number, kind, true);
    else if (isUnkept(number, kind)) {
      markKept(number, kind, false);
      soon(number, kind);
    }
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
