/** The contact's clock, as far as their zone is known. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { localTime } from "../desk/contact/local-time";

const NOON = Date.parse("2026-11-22T12:00:00Z");

function about(tz: string | null) {
  return { company: "", tz, locale: null, notes: "", fields: [] };
}

test("a contact's city and clock are shown", () => {
  assert.equal(localTime(about("Europe/Berlin"), NOON, "en-GB"), "Berlin, 13:00");
  assert.equal(localTime(about("America/New_York"), NOON, "en-GB"), "New York, 07:00");
});

test("without a zone that the browser knows there is no clock", () => {
  assert.equal(localTime(null, NOON, "en-GB"), "");
  assert.equal(localTime(about(null), NOON, "en-GB"), "");
  assert.equal(localTime(about("Mars/Olympus"), NOON, "en-GB"), "");
});
