/** What is promised reads as an agent expects it: how long within the hour, else when; over is over. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { grouped } from "../desk/list/grouping";
import { inOrder } from "../desk/store/belonging";
import { dueColour, dueLong, dueShort, length } from "../shared/due";
import { ticket, ZONE } from "./cast";

const NOW = Date.parse("2026-11-20T09:00:00Z"); // A Friday, ten o'clock in Berlin.

test("within the hour it counts down, before that it says when", () => {
  assert.equal(dueShort("2026-11-20T09:18:30Z", NOW, ZONE), "18m");
  assert.equal(dueShort("2026-11-20T14:40:00Z", NOW, ZONE), "15:40");
  assert.equal(dueShort("2026-11-23T08:30:00Z", NOW, ZONE), "Mon 09:30");
  assert.equal(dueShort("2026-12-12T08:30:00Z", NOW, ZONE), "12 Dec");
  assert.equal(dueLong("2026-11-20T09:18:30Z", NOW, ZONE), "18m left");
  assert.equal(dueLong("2026-11-20T14:40:00Z", NOW, ZONE), "due today 15:40");
  assert.equal(dueLong("2026-11-23T08:30:00Z", NOW, ZONE), "due Mon 09:30");
});

test("what is over says by how much, and is red", () => {
  assert.equal(dueShort("2026-11-20T08:55:30Z", NOW, ZONE), "4m over");
  assert.equal(dueLong("2026-11-20T03:45:00Z", NOW, ZONE), "5h 15m over");
  assert.equal(length(3 * 24 * 3_600_000), "3d");
  assert.equal(dueColour("2026-11-20T09:00:00Z", NOW), "red");
  assert.equal(dueColour("2026-11-20T10:00:00Z", NOW), "amber");
  assert.equal(dueColour("2026-11-20T10:00:01Z", NOW), "");
});

test("due first stands what is due first, and last what nothing is promised to", () => {
  const over = ticket(1, { due_at: "2026-11-20T08:00:00Z" });
  const soon = ticket(2, { due_at: "2026-11-20T09:30:00Z" });
  const later = ticket(3, { due_at: "2026-11-23T09:30:00Z" });
  const none = ticket(4);
  const rows = [none, later, over, soon].sort(inOrder("due"));
  assert.deepEqual(rows, [over, soon, later, none]);
  const groups = grouped(rows, { sort: "due", now: NOW, zone: ZONE, complete: true });
  assert.deepEqual(
    groups.map((group) => [group.label, group.urgent]),
    [
      ["Overdue", true],
      ["Due within the hour", false],
      ["Due later", false],
      ["Nothing promised", false],
    ],
  );
});
