/** What my pages know of me. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { applyNews } from "../desk/store/news";
import * as state from "../desk/store/state";

test("another page of mine follows when I go away, and knows the rest of me still", () => {
  state.me.value = { ...state.me.value, id: 7, name: "Ben" };
  applyNews([{ cursor: "0.9", kind: "me", me: { availability: "away" } }]);
  assert.equal(state.me.value.availability, "away");
  assert.equal(state.me.value.name, "Ben");
});
