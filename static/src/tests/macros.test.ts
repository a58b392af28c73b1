/** Where a macro's words go, and what is selected then. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { put } from "../desk/macros/putting";

test("into an empty field, the cursor behind", () => {
  assert.deepEqual(put("", "Hello", 0, 0), { text: "Hello", start: 5, end: 5 });
});

test("behind other words as a paragraph of its own", () => {
  assert.deepEqual(put("Hi Dora,", "It left.", 8, 8), { text: "Hi Dora,\n\nIt left.", start: 18, end: 18 });
});

test("in the place of what was selected", () => {
  assert.equal(put("Hi\nXXX\nBye", "there", 3, 6).text, "Hi\nthere\nBye");
});

test("the first gap is selected, to be filled in at once", () => {
  const { text, start, end } = put("", "Order [[number]] of {{order.date}}", 0, 0);
  assert.equal(text.slice(start, end), "[[number]]");
});
