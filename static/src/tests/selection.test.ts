/** Choosing rows and what is unread: two things a list keeps apart from everything else it knows. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { shown } from "../desk/list/calm";
import { clearSelection, extendTo, selected, selectLoaded, toggle } from "../desk/selection/selecting";
import { hearSeen, isUnread, sawUpTo, seen, takeSeen } from "../desk/store/reads";
import * as state from "../desk/store/state";
import { ticket } from "./cast";

beforeEach(() => {
  state.listed.value = [5, 3, 9, 1];
  shown.value = [5, 3, 9, 1];
  clearSelection();
  seen.value = new Map();
});

test("rows are chosen one by one, in the order of the list, and let go again", () => {
  toggle(9);
  toggle(5);
  assert.deepEqual(selected.value, [5, 9]);

  toggle(9);
  assert.deepEqual(selected.value, [5]);
});

test("with shift everything in between is chosen too, upwards and downwards", () => {
  toggle(3);
  extendTo(1);
  assert.deepEqual(selected.value, [3, 9, 1]);

  extendTo(5);
  assert.deepEqual(selected.value, [5, 3, 9, 1]);
});

test("what is not on the screen yet is not chosen by the way", () => {
  state.listed.value = [5, 7, 3, 9, 1];
  toggle(5);
  extendTo(9);
  assert.deepEqual(selected.value, [5, 3, 9]);

  selectLoaded();
  assert.deepEqual(selected.value, [5, 3, 9, 1]);
});

test("a row that left the list is chosen no more, and another filter begins anew", () => {
  selectLoaded();
  state.listed.value = [5, 1];
  assert.deepEqual(selected.value, [5, 1]);

  state.filters.value = { tag: "late" };
  assert.deepEqual(selected.value, []);
  state.filters.value = {};
});

test("unread is what is newer than what I saw, and nothing that is not known", () => {
  const row = ticket(5, { heard_id: 40 });
  assert.equal(isUnread(row), false);

  takeSeen([{ ...row, seen_id: 39 }]);
  assert.equal(isUnread(row), true);

  sawUpTo(5, 40);
  assert.equal(isUnread(row), false);
  assert.equal(isUnread({ ...row, status: "resolved", tags: ["late"], version: 9 }), false);
});

test("what I saw here does not shrink by looking at less, but another window may make it unread again", () => {
  hearSeen({ 5: 40 });
  sawUpTo(5, 12);
  assert.equal(seen.value.get(5), 40);

  hearSeen({ 5: 39 });
  assert.equal(isUnread(ticket(5, { heard_id: 40 })), true);
});
