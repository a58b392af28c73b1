/** One key takes back what was done last. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { done, undoable, undoLast } from "../desk/store/undoing";

const SOON = () => Date.now() + 60_000;

test("the newest is taken back first, then the one before", () => {
  const said: string[] = [];
  done(() => void said.push("resolved"), SOON());
  done(() => void said.push("assigned"), SOON());
  undoLast();
  undoLast();
  assert.deepEqual(said, ["assigned", "resolved"]);
  assert.ok(!undoable());
});

test("a toast takes back its own change, and no key does so again", () => {
  const said: string[] = [];
  const first = done(() => void said.push("first"), SOON());
  done(() => void said.push("second"), SOON());
  first();
  undoLast();
  assert.deepEqual(said, ["first", "second"]);
  assert.ok(!undoable());
});

test("what is too old, or was changed again, stays", () => {
  done(() => assert.fail("too old"), Date.now() - 1);
  done(
    () => assert.fail("changed again"),
    SOON(),
    () => false,
  );
  assert.ok(!undoable());
});
