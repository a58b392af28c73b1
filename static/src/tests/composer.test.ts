/** How long a text is, and who must not be written to. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY } from "../desk/composer/drafts";
import { cannotLeave, refusing, suppressed } from "../desk/composer/recipients";
import { segmentsOf, tooLong } from "../desk/composer/segments";
import { inboxes } from "../desk/store/state";
import type { Features, KnownTicket } from "../desk/types";
import { ticket } from "./cast";

const TEXTS: Features = {
  html: false,
  subject: false,
  copies: false,
  attachments: false,
  segments: true,
  starts: true,
  max_length: 1600,
};

function segments(text: string): [number, number] {
  const found = segmentsOf(text);
  return [found.segments, found.left];
}

test("plain letters are counted by 160 and then by 153", () => {
  assert.deepEqual(segments(""), [0, 160]);
  assert.deepEqual(segments("a".repeat(160)), [1, 0]);
  assert.deepEqual(segments("a".repeat(161)), [2, 145]);
  assert.deepEqual(segments("a".repeat(306)), [2, 0]);
  assert.deepEqual(segments("a".repeat(307)), [3, 152]);
});

test("some signs of the basic alphabet take two places", () => {
  assert.deepEqual(segments("€".repeat(80)), [1, 0]);
  assert.deepEqual(segments("é".repeat(160)), [1, 0]);
});

test("one character outside the basic alphabet makes all of them wide", () => {
  assert.deepEqual(segments(`${"a".repeat(69)}ł`), [1, 0]);
  assert.deepEqual(segments(`${"a".repeat(70)}ł`), [2, 63]);
  assert.deepEqual(segments("👍".repeat(35)), [1, 0]);
});

test("a text may be as long as the channel carries, in characters", () => {
  assert.equal(tooLong("👍".repeat(1600), TEXTS), false);
  assert.equal(tooLong("a".repeat(1601), TEXTS), true);
  assert.equal(tooLong("a".repeat(99_999), { ...TEXTS, max_length: null }), false);
});

test("whoever opted out is not written to, but notes are still taken", () => {
  inboxes.value = [
    { id: 1, name: "Texts", channel: "sms", channel_label: "SMS", address_kind: "phone", features: TEXTS },
  ];
  const open: KnownTicket = { ...ticket(1), opted_out: ["+4915112345678"] };
  assert.deepEqual(refusing(EMPTY, open), ["+4915112345678"]);
  assert.equal(cannotLeave(EMPTY, open), true);
  assert.equal(cannotLeave({ ...EMPTY, mode: "note" }, open), false);
});

test("nothing is sent to a suppressed address, unless it is left out", () => {
  inboxes.value = [];
  const open: KnownTicket = { ...ticket(1), suppressed: { "dora@customer.example": "Mail came back." } };
  const draft = { ...EMPTY, to: ["dora@customer.example"], cc: [] };
  assert.deepEqual(suppressed(draft, open), [["dora@customer.example", "Mail came back."]]);
  assert.equal(cannotLeave(draft, open), true);
  assert.equal(cannotLeave({ ...draft, to: ["eve@customer.example"] }, open), false);
});
