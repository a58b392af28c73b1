/** Enter means what is found by everything that was typed, also when that comes a moment later. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { look, suggestKey } from "../desk/composer/editor/suggesting";
import { SOURCES, type Source } from "../desk/composer/sources";

const ENTER = { key: "Enter" } as KeyboardEvent;
const answers: (() => void)[] = [];
const taken: string[] = [];
const removed: number[] = [];

const things: Source = {
  trigger: "%",
  label: "Things",
  where: () => true,
  find: (query) =>
    new Promise((resolve) => {
      answers.push(() => resolve([{ key: query, label: query }]));
    }),
  take: (choice) => void taken.push(choice.key),
};

function typing(before: string): Promise<void> {
  return look({
    place: { number: 1, mode: "reply", rich: true },
    before,
    spot: () => ({ left: 0, top: 0 }),
    replace: (back) => {
      removed.push(back);
      return {} as never;
    },
    element: { setAttribute: () => {}, removeAttribute: () => {} } as unknown as HTMLElement,
  });
}

test("Enter waits for the choices of what is typed by now", async () => {
  SOURCES.push(things);
  const first = typing("%u");
  answers[0]?.();
  await first;
  const second = typing("%unpl");
  assert.equal(suggestKey(ENTER), true);
  assert.deepEqual(taken, []);
  answers[1]?.();
  await second;
  assert.deepEqual([taken, removed], [["unpl"], ["%unpl".length]]);
});
