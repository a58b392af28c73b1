/** Which key does what, as the registry tells the keys, the list under "?" and the palette. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { begins, commandOf, hinted, keyOf, register, run, singleKeys } from "../desk/app/commands";
import { caps, named } from "../desk/app/keynames";

const did: string[] = [];

function a(name: string, key: string, can = true) {
  return {
    name,
    key,
    label: () => name,
    group: "desk" as const,
    when: () => can,
    run: () => void did.push(name),
  };
}

function press(key: string, more: Partial<KeyboardEvent> = {}): string {
  return named({ key, code: "", shiftKey: false, ctrlKey: false, metaKey: false, ...more });
}

test("of two commands with one key the one that can be done now is done", () => {
  register(a("never", "q", false), a("now", "q"));
  assert.equal(commandOf("q")?.name, "now");
});

test("a command that cannot be done now is not done by its button either", () => {
  register(a("barred", "y", false));
  run("barred");
  run("now");
  assert.deepEqual(did, ["now"]);
});

test("g waits for a letter, and only g", () => {
  register(a("go-mine", "g i"));
  assert.ok(begins("g"));
  assert.ok(!begins("i"));
  assert.equal(commandOf("g i")?.name, "go-mine");
  assert.equal(commandOf("g"), undefined);
});

test("whoever registers a name again replaces it", () => {
  register(a("same", "1"), a("same", "2"));
  assert.equal(commandOf("1"), undefined);
  assert.equal(commandOf("2")?.name, "same");
});

test("caps lock is not Shift, and Shift is", () => {
  assert.equal(press("J"), "j");
  assert.equal(press("u", { shiftKey: true }), "U");
  assert.equal(press("?", { shiftKey: true }), "?");
  assert.equal(press("k", { metaKey: true }), "Mod+k");
});

test("a Cyrillic or Greek keyboard has the same keys in the same places", () => {
  assert.equal(press("о", { code: "KeyJ" }), "j");
  assert.equal(press("Ω", { code: "KeyU", shiftKey: true }), "U");
});

test("keys are drawn as they are pressed", () => {
  assert.deepEqual(caps("g i"), ["G", "I"]);
  assert.deepEqual(caps("U"), ["Shift", "U"]);
  assert.deepEqual(caps("Mod+Enter").slice(1), ["↵"]);
});

test("a tooltip teaches its key, but not while single keys are switched off", () => {
  register(a("snooze", "s"));
  assert.equal(hinted("Snooze", "snooze"), "Snooze (S)");
  singleKeys.value = false;
  assert.equal(hinted("Snooze", "snooze"), "Snooze");
  assert.equal(keyOf("snooze"), "");
  singleKeys.value = true;
});
