import assert from "node:assert/strict";
import { test } from "node:test";
import { span } from "../desk/conversation/invitation";

const BERLIN = { tz: "Europe/Berlin", locale: "en" };
/** Formatters put narrow and thin spaces between words. */
const plain = (words: string) => words.replace(/[\u2009\u202f\u00a0]/g, " ");
const when = (starts_at: string, ends_at: string | null, repeats = false) =>
  plain(span({ starts_at, ends_at, repeats }, BERLIN));

test("an hour is shown in the agent's zone, and over a change of the clocks", () => {
  assert.equal(
    when("2026-03-10T13:00:00Z", "2026-03-10T14:00:00Z"),
    "Tue, Mar 10, 2026, 14:00 – 15:00 GMT+1",
  );
  assert.match(when("2026-07-10T13:00:00Z", null), /15:00 GMT\+2$/);
});

test("a day is that day in every zone", () => {
  assert.equal(when("2026-03-10", null), "Tue, Mar 10, 2026");
  assert.equal(when("2026-03-10", "2026-03-12"), "Tue, Mar 10 – Thu, Mar 12, 2026");
});

test("a time of nobody's zone stays as it was written, and says so", () => {
  assert.equal(
    when("2026-03-10T09:30:00", null, true),
    "Tue, Mar 10, 2026, 09:30 (their own time) (repeats)",
  );
});

test("what is no time says nothing", () => {
  assert.equal(when("garbage", null), "");
});
