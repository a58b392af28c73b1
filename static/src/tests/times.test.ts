/** Times read as a person in Berlin expects them, over midnight and over a change of the clocks. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { daysToMonday, morning } from "../desk/conversation/snooze-times";
import { ago, clock, dayName, safeZone, shortDate, waited } from "../shared/times";
import { instantOf, wallOf } from "../shared/wall-clock";
import { ZONE } from "./cast";

const NOW = Date.parse("2026-11-22T09:00:00Z");

test("how long ago is as short as a list wants it", () => {
  assert.equal(ago("2026-11-22T08:59:40Z", NOW, ZONE), "now");
  assert.equal(ago("2026-11-22T08:54:00Z", NOW, ZONE), "6m");
  assert.equal(ago("2026-11-22T06:00:00Z", NOW, ZONE), "3h");
  assert.equal(ago("2026-11-20T06:00:00Z", NOW, ZONE), "2d");
  assert.equal(ago("2026-10-12T06:00:00Z", NOW, ZONE), "12 Oct");
  assert.equal(ago("2024-10-12T06:00:00Z", NOW, ZONE), "12 Oct 2024");
});

test("a clock ahead of ours does not show the future", () => {
  assert.equal(ago("2026-11-22T09:05:00Z", NOW, ZONE), "now");
  assert.equal(waited("2026-11-22T09:05:00Z", NOW), "0m");
});

test("the day is the viewer's day, not the day of UTC", () => {
  assert.equal(dayName("2026-11-21T23:30:00Z", NOW, ZONE), "Today");
  assert.equal(dayName("2026-11-21T22:30:00Z", NOW, ZONE), "Yesterday");
  assert.equal(clock("2026-11-21T23:30:00Z", ZONE), "00:30");
  assert.equal(shortDate("2026-11-21T23:30:00Z", NOW, ZONE), "22 Nov");
});

test("an unknown zone or locale falls back instead of failing", () => {
  const zone = safeZone("Mars/Olympus", "xx_invalid_locale");
  assert.ok(clock("2026-11-22T09:00:00Z", zone));
  assert.equal(safeZone("Europe/Berlin", "de_DE").locale, "de-DE");
});

test("tomorrow morning is nine o'clock where one is", () => {
  assert.equal(new Date(morning(1, NOW, "Europe/Berlin")).toISOString(), "2026-11-23T08:00:00.000Z");
  assert.equal(new Date(morning(1, NOW, "America/New_York")).toISOString(), "2026-11-23T14:00:00.000Z");
});

test("nine o'clock stays nine o'clock when the clocks change in between", () => {
  const saturday = Date.parse("2026-10-24T10:00:00Z");
  assert.equal(new Date(morning(1, saturday, "Europe/Berlin")).toISOString(), "2026-10-25T08:00:00.000Z");
  const before = Date.parse("2027-03-27T10:00:00Z");
  assert.equal(new Date(morning(1, before, "Europe/Berlin")).toISOString(), "2027-03-28T07:00:00.000Z");
});

test("on a Monday the next Monday is a week away", () => {
  assert.equal(daysToMonday(Date.parse("2026-11-23T09:00:00Z"), "Europe/Berlin"), 7);
  assert.equal(daysToMonday(NOW, "Europe/Berlin"), 1);
});

test("a time is read by the agent's own clock, over a change of the clocks too", () => {
  const read = (wall: string) => new Date(instantOf(wall, "America/New_York")).toISOString();
  assert.equal(read("2026-07-01T09:00"), "2026-07-01T13:00:00.000Z");
  assert.equal(read("2026-11-01T00:30"), "2026-11-01T04:30:00.000Z");
  assert.equal(read("2026-11-01T09:00"), "2026-11-01T14:00:00.000Z");
  assert.ok(Number.isNaN(instantOf("", "America/New_York")));
  assert.equal(wallOf(Date.parse("2026-07-01T13:00:00Z"), "America/New_York"), "2026-07-01T09:00");
  assert.equal(wallOf(Number.NaN, "America/New_York"), "");
});
