/** Which pictures one can page through: those of the conversation that are ours to draw. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { picturesOf } from "../desk/pictures/showing";
import type { Attachment } from "../desk/types";
import { message } from "./cast";

function file(id: number, change: Partial<Attachment> = {}): Attachment {
  const plain = { name: `${id}.png`, media_type: "image/png", size: 1, url: `/desk/attachments/${id}` };
  return { id, ...plain, inline: false, preview: true, pages: null, ...change };
}

function ids(...messages: Parameters<typeof message>[1][]): number[] {
  return picturesOf(messages.map((change, at) => message(at + 1, change))).map((each) => each.file.id);
}

test("pictures and PDFs come in the order of their messages, other files not at all", () => {
  assert.deepEqual(
    ids(
      {
        attachments: [
          file(1),
          file(2, { preview: false }),
          file(4, { preview: false, pages: "/desk/pages/4" }),
        ],
      },
      { attachments: [file(3)] },
    ),
    [1, 4, 3],
  );
});

test("a redacted message has no pictures any more", () => {
  assert.deepEqual(ids({ attachments: [file(1)], redacted_by: "Ada" }), []);
});

test("what a mail shows within its own words is not listed, what a colleague put into theirs is", () => {
  const inside = [file(1, { inline: true })];
  assert.deepEqual(ids({ kind: "inbound", html: "<p>Look</p>", attachments: inside }), []);
  assert.deepEqual(ids({ kind: "outbound", html: "<p>Look</p>", attachments: inside }), [1]);
});
