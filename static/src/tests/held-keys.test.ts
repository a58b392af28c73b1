/** What is typed before the field that was asked for is there. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { hold, kept, released } from "../desk/app/held-keys";

function press(key: string, more: Partial<KeyboardEvent> = {}): boolean {
  return kept({ key, ctrlKey: false, metaKey: false, ...more });
}

test("it waits for the field and is typed there", () => {
  hold();
  for (const key of ["a", "b", "Shift", "Backspace", "é"]) assert.ok(press(key));
  assert.equal(released(), "aé");
});

test("no key waits when no field is awaited, or once it is there", () => {
  assert.ok(!press("a"));
  hold();
  released();
  assert.ok(!press("a"));
  assert.equal(released(), "");
});

test("shortcuts with Ctrl or Command do not wait", () => {
  hold();
  assert.ok(!press("k", { ctrlKey: true }));
  assert.equal(released(), "");
});
