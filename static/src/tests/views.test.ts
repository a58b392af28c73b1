/** The builder's tree says the same as the server's condition, and fits into an address. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Condition } from "../desk/types";
import { conditionOnScreen } from "../desk/views/starting";
import { added, conditionOf, packed, replaced, treeOf, unfinished, unpacked } from "../desk/views/tree";
import { MAYA } from "./cast";

const URGENT: Condition = { field: "priority", op: "is", value: "urgent" };
const NESTED: Condition = {
  all: [
    URGENT,
    { any: [{ field: "assignee", op: "empty" }, { not: { field: "tags", op: "contains", value: "spam" } }] },
    { not: { any: [{ field: "created_at", op: "last", value: "7d" }] } },
  ],
};

test("what was read is written the same", () => {
  assert.deepEqual(conditionOf(treeOf(NESTED)), NESTED);
});

test("what only a negation says becomes a group of which none may hold", () => {
  const condition: Condition = { not: { field: "status", op: "is", value: "open" } };
  assert.deepEqual(treeOf(condition), {
    join: "none",
    parts: [{ field: "status", op: "is", value: "open" }],
  });
});

test("one of several becomes a group of which any may hold", () => {
  const tree = treeOf({ field: "status", op: "in", value: ["open", "pending"] });
  assert.deepEqual(conditionOf(tree), {
    any: [
      { field: "status", op: "is", value: "open" },
      { field: "status", op: "is", value: "pending" },
    ],
  });
});

test("a filter fits into an address and comes back whole", () => {
  assert.equal(packed({ all: [URGENT] }), '["all",["priority","is","urgent"]]');
  assert.deepEqual(unpacked(packed(NESTED)), NESTED);
  for (const broken of ["", "{", "7", '["all",7]', '["not"]']) assert.equal(unpacked(broken), null);
});

test("rows come and go deep inside", () => {
  const tree = added(treeOf(NESTED), [1], { field: "subject", op: "contains", value: "" });
  assert.deepEqual(unfinished(tree), [1, 2]);
  assert.equal(unfinished(replaced(tree, [1, 2], null)), null);
  assert.deepEqual(conditionOf(replaced(tree, [1, 2], null)), NESTED);
});

test("the builder begins with the list on screen", () => {
  assert.deepEqual(conditionOnScreen("mine", { tag: "refund" }, [], MAYA), {
    all: [
      { field: "status", op: "is", value: "open" },
      { field: "assignee", op: "is", value: "me" },
      { field: "tags", op: "contains", value: "refund" },
    ],
  });
  assert.deepEqual(conditionOnScreen("all", { f: packed(NESTED) }, [], MAYA), NESTED);
});
