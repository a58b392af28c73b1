/** Colleagues at the same ticket, as far as this page has heard. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { company, forget, type Sign, take } from "../desk/net/company";
import * as state from "../desk/store/state";
import { MAYA } from "./cast";

state.me.value = MAYA;

function sign(id: number, name: string, doing: Sign["doing"], number = 7): Sign {
  return { number, agent: { id, name }, doing };
}

function names(number = 7): string[] {
  return (company.value.get(number) ?? []).map((each) => each.name);
}

test("others are seen, oneself is not, and whoever writes comes first", () => {
  take([sign(2, "Maya Chen", "views"), sign(3, "Priya", "views"), sign(4, "Oskar", "writes")]);
  assert.deepEqual(names(), ["Oskar", "Priya"]);
});

test("who leaves is gone, and who falls silent after a while", () => {
  take([sign(4, "Oskar", null)], 0);
  take([sign(3, "Priya", "views")], 0);
  assert.deepEqual(names(), ["Priya"]);
  forget(60_000);
  assert.deepEqual(names(), ["Priya"]);
  forget(80_000);
  assert.deepEqual(names(), []);
});
