/** The bell: what counts, what floats up, and what has to be reported as seen. */
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { badge, hear, ringing, silence, unread, wantsReading } from "../desk/store/bell";

const TOLD = { number: 7, subject: "Kettle", words: "Dora wrote", read: false, at: "2026-03-02T09:00:00Z" };

afterEach(silence);

test("the badge says nothing, how many, or that there are too many to count", () => {
  assert.deepEqual([0, 3, 99, 100].map(badge), ["", "3", "99", "99+"]);
});

test("something new floats up, and the newer takes its place", () => {
  hear({ unread: [7], notification: TOLD }, null);
  hear({ unread: [7, 8], notification: { ...TOLD, number: 8 } }, 3);

  assert.equal(ringing.value?.number, 8);
  assert.deepEqual([...unread.value], [7, 8]);
});

test("nothing floats up for the ticket that is before one's eyes", () => {
  hear({ unread: [7], notification: TOLD }, 7);

  assert.equal(ringing.value, null);
  assert.ok(unread.value.has(7));
});

test("what was read elsewhere sinks; what is unread still stays", () => {
  hear({ unread: [7, 8], notification: TOLD }, null);
  hear({ unread: [7] }, null);
  assert.equal(ringing.value?.number, 7);

  hear({ unread: [8] }, null);
  assert.equal(ringing.value, null);
});

test("an open ticket is reported as seen when it counts; where not all are known, once", () => {
  assert.equal(wantsReading(7, new Set([7]), null), true);
  assert.equal(wantsReading(7, new Set([8]), null), false);
  const many = new Set(Array.from({ length: 100 }, (_, number) => number + 100));
  assert.equal(wantsReading(7, many, null), true);
  assert.equal(wantsReading(7, many, 7), false);
});
