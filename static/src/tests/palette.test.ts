/** What the palette finds, and what undivided attention keeps back. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fits } from "../desk/app/palette-fuzzy";
import { hold, release, undivided } from "../desk/store/held";

function best(typed: string, ...texts: string[]): string | undefined {
  const found = texts.filter((text) => fits(text, typed) > 0);
  return found.sort((one, other) => fits(other, typed) - fits(one, typed))[0];
}

test("beginnings of words go before their middles", () => {
  assert.equal(best("res", "Unresolved", "Resolve", "Set the priority"), "Resolve");
  assert.equal(best("prio", "A la priori", "Set the priority"), "A la priori");
});

test("first letters, skipped letters and accents are understood", () => {
  assert.ok(fits("Assign to me", "atm") > 0);
  assert.ok(fits("Snooze", "snz") > 0);
  assert.ok(fits("Tomás Silva", "tomas") > 0);
});

test("each word must fit, and letters from here and there do not", () => {
  assert.equal(fits("Refund for duplicate charge", "refund kettle"), 0);
  assert.equal(fits("Assign to Ada", "zzz"), 0);
  assert.ok(fits("Refund for duplicate charge", "charge refund") > 0);
});

test("nothing is held until one asks for quiet, then each ticket counts once", () => {
  assert.equal(hold(1), false);
  undivided.value = true;
  assert.ok(hold(1));
  assert.ok(hold(1));
  assert.ok(hold(2));
  undivided.value = false;
  assert.equal(release(), 2);
  assert.equal(release(), 0);
});
