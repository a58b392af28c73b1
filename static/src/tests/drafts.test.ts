/** Nothing that was begun is lost, or sent where it was not meant to go. */

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { type DraftFile, draftOf, EMPTY, edit, filesOf, isEmpty, put } from "../desk/composer/drafts";
import { startKeeping } from "../desk/composer/keeping";
import { sendDraft } from "../desk/composer/sending";
import { attach } from "../desk/composer/uploads";
import * as state from "../desk/store/state";
import { toasts } from "../desk/store/toasts";
import type { KnownTicket } from "../desk/types";
import { answers, calls } from "./browser";
import { MAYA, ticket } from "./cast";

mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
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
