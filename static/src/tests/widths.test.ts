/** A pane is never so narrow that nothing can be read, nor so wide that the rest has no room. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { PANES, within } from "../desk/app/widths";

test("a width stays within its bounds", () => {
  assert.equal(within(PANES.list, 10), 280);
  assert.equal(within(PANES.list, 9000), 560);
  assert.equal(within(PANES.info, 300.4), 300);
});
