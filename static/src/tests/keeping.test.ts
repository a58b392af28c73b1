/** What is written here, what the server has of it, and what comes from elsewhere: no word is lost, none is doubled. */

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { draftOf, edit, keepAll, restoreDrafts } from "../desk/composer/drafts";
import { forget, load, startKeeping, takeIn } from "../desk/composer/keeping";
import { sendDraft } from "../desk/composer/sending";
import type { ServerDraft } from "../desk/composer/server-draft";
import * as state from "../desk/store/state";
import { answers, type Call, calls, storage } from "./browser";
import { MAYA, message, ticket } from "./cast";

mock.timers.enable({ apis: ["setTimeout"] });
state.me.value = MAYA;
answers(() => ({ body: { drafts: [], signatures: {}, zone: "" } }));
await startKeeping();

/** A ticket for each test: the page keeps what it knows of the others. */
let number = 10;

function draft(id: number, change: Partial<ServerDraft> = {}): ServerDraft {
  const people = { to: null, cc: null, bcc: null, inbox_id: null };
  const held = { release_at: null, scheduled: false, held: null, held_words: null };
  const words = { text: "", html: null, mentions: [], attachments: [], status: null, client_key: null };
  return { id, number, kind: "reply", ...words, ...people, ...held, version: 1, ...change };
}

/** A server that keeps a draft under this id, and says what is sent. */
function keeps(id: number, version = 1): void {
  answers(({ method, body }) => ({
    body:
      method === "PUT"
        ? { draft: draft(id, { ...body, version }) }
        : { message: message(90), ticket: ticket(number) },
  }));
}

/** An answer that waits until it is let go. */
function held<T>(): { answer: Promise<T>; give: (what: T) => void } {
  let give: (what: T) => void = () => undefined;
  const answer = new Promise<T>((resolve) => {
    give = resolve;
  });
  return { answer, give };
}

async function soon(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** One stops typing for a moment, and the server hears of it. */
async function pause(): Promise<void> {
  mock.timers.tick(1000);
  await soon();
}

function keptBy(those: readonly Call[]): unknown[] {
  return those.filter((call) => call.method === "PUT").map((call) => call.body.text);
}

/** What a page loaded again finds in its browser: the copy that was there, on a ticket it knows nothing of. */
function loadAgain(): void {
  const before = `helpdesk.draft.${MAYA.id}.${number}`;
  const copy = storage.getItem(before);
  assert.ok(copy, "there is no copy in this browser");
  storage.removeItem(before);
  number += 1;
  storage.setItem(`helpdesk.draft.${MAYA.id}.${number}`, copy);
  restoreDrafts();
}

beforeEach(async () => {
  await soon();
  number += 1;
  calls.length = 0;
  state.openNumber.value = number;
  state.unsent.value = [];
});

test("what is typed after a note is not swept away with its draft", async () => {
  keeps(107);
  edit(number, { mode: "note", note: "Ben, look." });
  await pause();
  sendDraft(ticket(number), null);
  await soon();
  keeps(108);
  edit(number, { note: "And call her." });
  await pause();

  forget(107);
  assert.equal(draftOf(number).note, "And call her.");
  forget(108);
  assert.equal(draftOf(number).note, "");
});

test("what is typed while a note is on its way comes to the server after it", async () => {
  keeps(117);
  edit(number, { mode: "note", note: "Ben, look." });
  await pause();
  const sending = held<{ body: unknown }>();
  answers(({ method }) =>
    method === "POST" ? sending.answer : { body: { draft: draft(118, { kind: "note" }) } },
  );
  sendDraft(ticket(number), null);
  await soon();
  edit(number, { note: "And call her." });
  await pause();
  assert.deepEqual(keptBy(calls), ["Ben, look."]);

  forget(117);
  sending.give({ body: { message: message(90), ticket: ticket(number) } });
  await soon();
  await pause();
  assert.deepEqual(keptBy(calls), ["Ben, look.", "And call her."]);
  assert.equal(draftOf(number).note, "And call her.");
});

test("a reply that leaves takes nothing with it that was written since", async () => {
  keeps(127);
  edit(number, { reply: "It is fixed." });
  await pause();
  answers(({ method }) => ({
    body: {
      draft: method === "POST" ? draft(127, { version: 2, release_at: "2030-01-01T00:00:00Z" }) : null,
    },
  }));
  edit(number, { mode: "reply" });
  sendDraft(ticket(number), null);
  await soon();
  keeps(128);
  edit(number, { reply: "One more thing." });
  await pause();
  takeIn(draft(127, { version: 2, release_at: "2030-01-01T00:00:00Z" }));
  forget(127);
  assert.equal(draftOf(number).reply, "One more thing.");
});

test("where another window sent it, the field is empty", async () => {
  takeIn(draft(137, { text: "It is fixed." }));
  assert.equal(draftOf(number).reply, "It is fixed.");
  forget(137);
  assert.equal(draftOf(number).reply, "");
});

test("an old answer does not take away what came to be known meanwhile", async () => {
  const loading = held<{ body: unknown }>();
  answers(({ method }) => (method === "GET" ? loading.answer : { body: { draft: draft(147) } }));
  const loaded = load();
  edit(number, { reply: "Dear Bob" });
  await pause();
  loading.give({ body: { drafts: [], signatures: {}, zone: "" } });
  await loaded;
  assert.equal(draftOf(number).reply, "Dear Bob");
});

test("words changed just before the page is loaded again stay once", async () => {
  keeps(157);
  edit(number, { reply: "Dear Bob, thanks" });
  await pause();
  edit(number, { reply: "Dear Rob, thanks" });
  mock.timers.tick(400);
  loadAgain();
  takeIn(draft(157, { text: "Dear Bob, thanks" }));
  assert.equal(draftOf(number).reply, "Dear Rob, thanks");
});

test("nor do they meet what was on its way when the page went", async () => {
  answers(() => new Promise(() => undefined));
  edit(number, { reply: "Dear Bob, thanks" });
  await pause();
  edit(number, { reply: "Dear Rob, thanks" });
  mock.timers.tick(400);
  loadAgain();
  takeIn(draft(167, { text: "Dear Bob, thanks" }));
  assert.equal(draftOf(number).reply, "Dear Rob, thanks");
});

test("what was written on another device meanwhile comes before them", async () => {
  keeps(177);
  edit(number, { reply: "Dear Bob" });
  await pause();
  edit(number, { reply: "Dear Rob" });
  mock.timers.tick(400);
  loadAgain();
  takeIn(draft(177, { text: "From the phone", version: 2 }));
  assert.equal(draftOf(number).reply, "From the phone\n\nDear Rob");
});

test("the news of one's own words may overtake the answer", async () => {
  const keeping = held<{ body: unknown }>();
  answers(() => keeping.answer);
  edit(number, { reply: "Dear Bobb" });
  await pause();
  edit(number, { reply: "Dear Bo" });
  takeIn(draft(187, { text: "Dear Bobb" }));
  assert.equal(draftOf(number).reply, "Dear Bo");
  keeping.give({ body: { draft: draft(187, { text: "Dear Bobb" }) } });
  await soon();
  assert.equal(draftOf(number).reply, "Dear Bo");
});

test("words that were deleted before the page went do not come back", async () => {
  keeps(197);
  edit(number, { reply: "Dear Bob" });
  await pause();
  edit(number, { reply: "" });
  mock.timers.tick(400);
  loadAgain();
  takeIn(draft(197, { text: "Dear Bob" }));
  await pause();
  assert.equal(draftOf(number).reply, "");
  assert.equal(keptBy(calls).at(-1), "");
});

test("what another window keeps in this browser stays there", async () => {
  keeps(207);
  edit(number, { reply: "Dear Bob" });
  await pause();
  const place = `helpdesk.draft.${MAYA.id}.${number}`;
  storage.setItem(place, "{}");
  keepAll();
  assert.equal(storage.getItem(place), "{}");
});
