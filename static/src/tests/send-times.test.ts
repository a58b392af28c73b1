/** The hours at which a reply may leave later. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { sendTimes } from "../desk/composer/send-times";

function offered(now: string, tz: string): Record<string, string> {
  return Object.fromEntries(
    sendTimes(Date.parse(now), tz).map(({ key, at }) => [key, new Date(at).toISOString()]),
  );
}

test("morning is nine where the customer is", () => {
  assert.deepEqual(offered("2026-03-02T09:30:00Z", "America/New_York"), {
    hour: "2026-03-02T10:30:00.000Z",
    afternoon: "2026-03-02T19:00:00.000Z",
    morning: "2026-03-03T14:00:00.000Z",
  });
});

test("an afternoon that has begun is not offered", () => {
  assert.deepEqual(Object.keys(offered("2026-03-02T16:00:00Z", "Europe/Berlin")), ["hour", "morning"]);
});
