/** Searched words are marked as the server found them, and never where the text has changed since. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { matchesOf, piecesFor } from "../desk/list/marking";
import type { Match } from "../desk/types";
import { ticket } from "./cast";

const MATCH: Match = {
  subject: [
    { text: "Pre-", hit: false },
    { text: "order", hit: true },
  ],
  snippet: null,
  kind: null,
};

test("a subject is shown in the pieces the server sent", () => {
  assert.deepEqual(piecesFor("Pre-order", MATCH.subject), MATCH.subject);
});

test("a subject that changed since is shown plain", () => {
  assert.deepEqual(piecesFor("Pre-orders", MATCH.subject), [{ text: "Pre-orders", hit: false }]);
});

test("without a match the text is one plain piece, markup and all", () => {
  assert.deepEqual(piecesFor("<b>Lamp</b>", null), [{ text: "<b>Lamp</b>", hit: false }]);
  assert.deepEqual(piecesFor("Lamp", undefined), [{ text: "Lamp", hit: false }]);
});

test("only rows that a search found have a match", () => {
  const rows = [{ ...ticket(1), match: MATCH }, ticket(2)];
  assert.deepEqual([...matchesOf(rows)], [[1, MATCH]]);
});
