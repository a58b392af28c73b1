/** Nothing that was begun is lost, or sent where it was not meant to go. */

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { movedOn } from "../desk/composer/conflict";
import { type DraftFile, draftOf, EMPTY, edit, filesOf, isEmpty, put } from "../desk/composer/drafts";
import { uploading } from "../desk/composer/editor/current";
import { goOnIn } from "../desk/composer/following";
import { startKeeping } from "../desk/composer/keeping";
import { sendDraft, takeBack } from "../desk/composer/sending";
import { attach } from "../desk/composer/uploads";
import * as state from "../desk/store/state";
import { toasts } from "../desk/store/toasts";
import type { KnownTicket } from "../desk/types";
import { answers, calls, focus } from "./browser";
import { MAYA, message, ticket } from "./cast";

mock.timers.enable({ apis: ["setTimeout"] });
state.me.value = MAYA;
answers(() => ({ body: { drafts: [], signatures: {}, zone: "" } }));
await startKeeping();

const MAIL = {
  html: true,
  subject: true,
  copies: true,
  attachments: true,
  segments: false,
  starts: true,
  max_length: null,
};
const inbox = { id: 1, name: "Support", channel: "email", channel_label: "Email", address_kind: "email" };
state.inboxes.value = [{ ...inbox, features: MAIL }];
const open: KnownTicket = ticket(1);
const PDF: DraftFile = {
  key: "pdf",
  id: 5,
  kind: "reply",
  name: "manual.pdf",
  size: 9,
  media_type: "application/pdf",
  error: null,
};

/** Lets what the server has answered come in. */
async function soon(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** One stops typing for a moment, and the server hears of it. */
async function pause(): Promise<void> {
  mock.timers.tick(1000);
  await soon();
}

function said(): string | undefined {
  return toasts.value.at(-1)?.words;
}

beforeEach(async () => {
  await soon();
  put(1, EMPTY);
  calls.length = 0;
  toasts.value = [];
  state.tickets.value = new Map([[1, open]]);
  state.openNumber.value = 1;
  state.unsent.value = [];
  focus(false);
  answers(() => ({ body: { draft: null } }));
});

test("a reply does not leave before its files are there", () => {
  edit(1, { reply: "Here it is.", files: [{ ...PDF, id: null }] });
  assert.equal(sendDraft(open, null), false);
  assert.equal(said(), "manual.pdf is not uploaded yet.");

  edit(1, { files: [{ ...PDF, id: null, error: "Too large." }] });
  assert.equal(sendDraft(open, null, { anyway: true }), false);
  assert.equal(said(), "manual.pdf was not uploaded.");
  assert.deepEqual(calls, []);
  assert.equal(draftOf(1).reply, "Here it is.");
});

test("a note leaves the reply its files", async () => {
  edit(1, { reply: "Here it is.", files: [PDF] });
  edit(1, { mode: "note", note: "Ben, look." });
  assert.deepEqual(filesOf(draftOf(1)), []);
  assert.equal(sendDraft(open, null), true);
  await soon();

  const sent = calls.find((call) => call.path.endsWith("/notes"));
  assert.deepEqual(sent?.body.attachments, []);
  assert.deepEqual(filesOf(draftOf(1), "reply"), [PDF]);
  assert.equal(isEmpty(draftOf(1), "reply"), false);
});

test("the server's copy of the reply keeps its file while a note is written", async () => {
  edit(1, { reply: "Here it is.", files: [PDF] });
  edit(1, { mode: "note", note: "Ben, look." });
  await pause();

  const kept = new Map(calls.map(({ body }) => [body.kind, body.attachments]));
  assert.deepEqual(kept.get("reply"), [5]);
  assert.deepEqual(kept.get("note"), []);
});

test("a file belongs to what was being written when it came", () => {
  answers(() => new Promise(() => undefined));
  edit(1, { mode: "note", note: "Ben, look." });
  attach(1, [new File(["a"], "log.txt")]);
  edit(1, { mode: "reply" });
  assert.deepEqual(filesOf(draftOf(1)), []);
  assert.deepEqual(
    filesOf(draftOf(1), "note").map((file) => file.name),
    ["log.txt"],
  );
});

/** The customer wrote before the reply was there. */
function refuses(): void {
  const body = { error: { code: "moved_on", message: "Read it first." }, messages: [message(9)] };
  answers(({ path }) =>
    path.endsWith("/replies")
      ? { status: 409, body }
      : { body: { draft: null, message: message(8), ticket: open } },
  );
}

test("whoever has gone on hears that the reply was refused, and finds out why on return", async () => {
  refuses();
  edit(1, { reply: "It is fixed." });
  sendDraft(open, null);
  state.openNumber.value = 2;
  await soon();
  assert.equal(said(), "The reply to ticket 1 was not sent: A new message came in.");
  assert.equal(toasts.value.at(-1)?.open, 1);

  edit(2, { mode: "note", note: "Mine." });
  sendDraft(ticket(2), null);
  edit(2, { mode: "reply", reply: "Hello." });
  sendDraft(ticket(2), null);
  await soon();
  assert.deepEqual(movedOn.value.get(1), [9]);
  assert.equal(draftOf(1).reply, "It is fixed.");
});

test("a refused reply does not push itself under a note that is being written", async () => {
  refuses();
  edit(1, { reply: "It is fixed." });
  sendDraft(open, null);
  edit(1, { mode: "note", note: "He is diffic" });
  await soon();
  assert.equal(draftOf(1).mode, "note");
  assert.equal(draftOf(1).note, "He is diffic");
  assert.equal(draftOf(1).reply, "It is fixed.");
  assert.equal(said(), "The reply was not sent and is a draft again: A new message came in.");
});

test("it comes back before one's eyes only where nobody is about to write something else", async () => {
  for (const [writing, mode] of [
    [true, "note"],
    [false, "reply"],
  ] as const) {
    refuses();
    put(1, { ...EMPTY, reply: "It is fixed." });
    sendDraft(open, null);
    edit(1, { mode: "note" });
    focus(writing);
    await soon();
    assert.equal(draftOf(1).mode, mode);
  }
});

test("whoever asks for a failed reply gets it", () => {
  edit(1, { mode: "note", note: "Ben, look." });
  const failed = {
    client_key: "a",
    number: 1,
    kind: "reply",
    body: { text: "It is fixed." },
    files: [],
  } as const;
  takeBack({ ...failed, files: [], state: "failed", error: "", created_at: "" });
  assert.equal(draftOf(1).mode, "reply");
  assert.equal(draftOf(1).note, "Ben, look.");
});

test("a note that is taken back still calls its colleague", () => {
  edit(1, { mode: "note", note: "And @Cy.", mentions: [4] });
  const failed = { client_key: "a", number: 1, kind: "note" as const, files: [], error: "", created_at: "" };
  takeBack({
    ...failed,
    body: { text: "@Ben, look." },
    draft: { files: [], mentions: [3] },
    state: "failed",
  });
  assert.deepEqual(draftOf(1).mentions, [3, 4]);
  assert.equal(draftOf(1).note, "@Ben, look.\n\nAnd @Cy.");
});

test("a reply that is in the draft already is not put there twice", () => {
  edit(1, { reply: "Here it is.", files: [PDF] });
  const failed = { client_key: "a", number: 1, kind: "reply" as const, files: [], error: "", created_at: "" };
  takeBack({ ...failed, body: { text: "Here it is." }, draft: { files: [PDF] }, state: "failed" });
  assert.equal(draftOf(1).reply, "Here it is.");
  assert.deepEqual(draftOf(1).files, [PDF]);
});

test("nothing leaves before the pictures in its text are there", () => {
  edit(1, { reply: "Look here:" });
  uploading.value = true;
  assert.equal(sendDraft(open, null, { anyway: true }), false);
  assert.equal(said(), "A picture in the text is not uploaded yet.");
  uploading.value = false;
});

test("what was begun on a ticket that was merged is gone on with in the other one", () => {
  put(2, EMPTY);
  edit(1, { reply: "Here it is.", files: [PDF], to: ["eve@customer.example"] });
  edit(1, { mode: "note", note: "Ask @Cy.", mentions: [4] });
  edit(2, { mode: "note", note: "Mine." });
  goOnIn(1, 2);
  const both = draftOf(2);
  assert.deepEqual([both.reply, both.to], ["Here it is.", ["eve@customer.example"]]);
  assert.equal(both.note, "Ask @Cy.\n\nMine.");
  assert.deepEqual(both.mentions, [4]);
  assert.deepEqual(filesOf(both, "reply"), [PDF]);
  assert.equal(isEmpty(draftOf(1), "reply") && isEmpty(draftOf(1), "note"), true);
});
