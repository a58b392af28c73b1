/** The list stands still while somebody is about to use it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fading, held } from "../desk/list/calm";

test("what comes above or moves waits, what comes below is added", () => {
  assert.deepEqual(held([5, 3, 9], [1, 5, 3, 9]), [5, 3, 9]);
  assert.deepEqual(held([5, 3, 9], [9, 5, 3]), [5, 3, 9]);
  assert.deepEqual(held([5, 3, 9], [5, 3, 9, 7, 8]), [5, 3, 9, 7, 8]);
});

test("what left stays where it is until the list settles", () => {
  assert.deepEqual(held([5, 3, 9], [5, 9]), [5, 3, 9]);
  assert.deepEqual(fading([5, 3, 9], [5, 9]), [5, 3, 9]);
  assert.deepEqual(fading([5, 3, 9], [9, 1]), [5, 3, 9, 1]);
});
