/** Nothing is twice and nothing goes back in time, in whatever order copies arrive. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { mergeMessages, mergeTicket, newestId } from "../desk/store/merge";
import { message, ticket } from "./cast";

test("a newer version replaces the known ticket and keeps what only the open page knew", () => {
  const open = { ...ticket(1), followers: [{ id: 3, name: "Priya Shah" }] };
  const merged = mergeTicket(open, ticket(1, { version: 2, status: "pending" }));
  assert.equal(merged.status, "pending");
  assert.equal(merged.followers?.length, 1);
});

test("a copy that says nothing new leaves the known ticket in its place", () => {
  const known = { ...ticket(1), followers: [] };
  assert.equal(mergeTicket(known, ticket(1)), known);
  assert.notEqual(mergeTicket(known, ticket(1, { tags: ["vip"] })), known);
});

test("an older copy that arrives late changes nothing", () => {
  const known = ticket(1, { version: 5, status: "resolved" });
  assert.equal(mergeTicket(known, ticket(1, { version: 4 })).status, "resolved");
});

test("the echo of a reply takes the place of its optimistic copy", () => {
  const sent = message(-1, { client_key: "k1", text: "Yes" });
  const merged = mergeMessages([message(5), sent], [message(6, { client_key: "k1", text: "Yes" })]);
  assert.deepEqual(
    merged.map((each) => each.id),
    [5, 6],
  );
});

test("the same news twice is one message", () => {
  const once = mergeMessages([message(5)], [message(6)]);
  assert.equal(mergeMessages(once, [message(6)]).length, 2);
});

test("a copy that says the same leaves the known one in its place, so that its card is not drawn again", () => {
  const known = [message(5), message(6)];
  const merged = mergeMessages(known, [message(5), message(6, { text: "Mended" })]);
  assert.equal(merged[0], known[0]);
  assert.equal(merged[1]?.text, "Mended");
});

test("messages stand in order of time however they arrive", () => {
  const merged = mergeMessages([message(9)], [message(7), message(8)]);
  assert.deepEqual(
    merged.map((each) => each.id),
    [7, 8, 9],
  );
});

test("a reply names the newest message one has seen, not an event or an unsent copy", () => {
  const thread = [message(5), message(8, { kind: "event" }), message(-9)];
  assert.equal(newestId(thread), 5);
  assert.equal(newestId([]), null);
});
