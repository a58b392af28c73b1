/** A changed ticket appears in, moves within, and leaves the list on screen. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { inOrder, inView, judgedByServer, passes, placed, wantedBy } from "../desk/store/belonging";
import { recount } from "../desk/store/counts";
import type { TicketRow } from "../desk/types";
import { MAYA, ticket } from "./cast";

const MINE = { assignee: { id: MAYA.id, name: MAYA.name } };

test("a view holds what its name says", () => {
  assert.ok(inView(ticket(1), "unassigned", MAYA));
  assert.ok(!inView(ticket(1, MINE), "unassigned", MAYA));
  assert.ok(inView(ticket(1, MINE), "mine", MAYA));
  assert.ok(inView(ticket(1, { team: { id: 3, name: "Billing" } }), "team:3", MAYA));
  assert.ok(!inView(ticket(1, { status: "pending" }), "all", MAYA));
  assert.ok(inView(ticket(1, { status: "pending" }), "pending", MAYA));
});

test("my teams and waiting longest hold what their names say", () => {
  const mine = { ...MAYA, team_ids: [3] };
  assert.ok(inView(ticket(1, { team: { id: 3, name: "Billing" } }), "team", mine));
  assert.ok(!inView(ticket(1, { team: { id: 4, name: "Support" } }), "team", mine));
  assert.ok(!inView(ticket(1, { waiting_since: null }), "waiting", mine));
});

test("what a saved view, an own filter or a search holds is the server's to say", () => {
  assert.ok(judgedByServer("view:3", {}));
  assert.ok(judgedByServer("all", { f: '["all"]' }));
  assert.ok(judgedByServer("all", { q: "kettle" }));
  assert.ok(!judgedByServer("team:3", { tag: "refund" }));
});

test("the most urgent stand first, and of those the longest wait", () => {
  const early = ticket(1, { priority: "high", waiting_since: "2026-11-22T07:00:00+00:00" });
  const late = ticket(2, { priority: "high", waiting_since: "2026-11-22T08:00:00+00:00" });
  const urgent = ticket(3, { priority: "urgent", waiting_since: null });
  assert.deepEqual([late, early, urgent].sort(inOrder("priority")), [urgent, early, late]);
});

test("filters narrow a view", () => {
  assert.ok(passes(ticket(1, { tags: ["refund"] }), { tag: "refund" }));
  assert.ok(!passes(ticket(1), { tag: "refund" }));
  assert.ok(!passes(ticket(1), { needs_reply: "0" }));
  assert.ok(passes(ticket(1), { inbox: "1", priority: "normal" }));
});

test("a chosen status stands in the place of the view's own", () => {
  assert.ok(wantedBy(ticket(1, { status: "resolved" }), "all", { status: "resolved" }, MAYA));
  assert.ok(!wantedBy(ticket(1), "all", { status: "resolved" }, MAYA));
});

test("who waits longest stands first, who does not wait last", () => {
  const early = ticket(1, { waiting_since: "2026-11-22T07:00:00+00:00" });
  const late = ticket(2, { waiting_since: "2026-11-22T08:00:00+00:00" });
  const answered = ticket(3, { waiting_since: null });
  assert.deepEqual([answered, late, early].sort(inOrder("waiting")), [early, late, answered]);
});

function list(...rows: TicketRow[]): (number: number) => TicketRow | undefined {
  return (number) => rows.find((row) => row.number === number);
}

test("a new ticket is put in its place", () => {
  const old = ticket(1, { last_message_at: "2026-11-22T07:00:00+00:00" });
  const fresh = ticket(2, { last_message_at: "2026-11-22T10:00:00+00:00" });
  const options = { wanted: true, complete: true, sort: "newest" };
  assert.deepEqual(placed([1], fresh, list(old, fresh), options), [2, 1]);
});

test("a ticket that left the view leaves the list", () => {
  const options = { wanted: false, complete: true, sort: "newest" };
  assert.deepEqual(placed([1, 2], ticket(1), list(ticket(1), ticket(2)), options), [2]);
});

test("a ticket beyond the last loaded page waits for its page", () => {
  const shown = ticket(1, { waiting_since: "2026-11-22T07:00:00+00:00" });
  const later = ticket(2, { waiting_since: "2026-11-22T08:00:00+00:00" });
  const options = { wanted: true, complete: false, sort: "waiting" };
  assert.deepEqual(placed([1], later, list(shown, later), options), [1]);
});

test("counts follow a ticket that moves, and a count too large to know stays", () => {
  const views = [
    { key: "unassigned", label: "Unassigned", count: 3, group: "main" as const },
    { key: "mine", label: "Mine", count: 1, group: "main" as const },
    { key: "all", label: "All", count: "1000+", group: "main" as const },
  ];
  const counts = recount(views, ticket(1), ticket(1, MINE), MAYA).map((view) => view.count);
  assert.deepEqual(counts, [2, 2, "1000+"]);
});

test("a newborn ticket is counted at once, an unknown older one is left to the server", () => {
  const views = [{ key: "all", label: "All", count: 3, group: "main" as const }];
  assert.equal(recount(views, undefined, ticket(9), MAYA)[0]?.count, 4);
  assert.equal(recount(views, undefined, ticket(9, { version: 7 }), MAYA)[0]?.count, 3);
});
