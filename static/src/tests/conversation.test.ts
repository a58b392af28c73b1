/** How a conversation is cut into what one sees: days, runs of events, links, folds, recipients. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { addressesIn, proposed } from "../desk/composer/recipients";
import { timeline } from "../desk/conversation/items";
import { bringsColours } from "../desk/conversation/mail";
import { isLong, paragraphs, parts } from "../desk/conversation/plain-text";
import { quoteStart } from "../desk/conversation/quoting";
import { grouped, urgency } from "../desk/list/grouping";
import { message, ticket, ZONE } from "./cast";

const NOW = Date.parse("2026-11-22T12:00:00Z");

test("each day begins with its name and events in a row are one item", () => {
  const items = timeline(
    [
      message(1, { created_at: "2026-11-21T12:00:00Z" }),
      message(2, { kind: "event" }),
      message(3, { kind: "event" }),
      message(4),
    ],
    ZONE,
    NOW,
  );
  assert.deepEqual(
    items.map((item) => item.kind),
    ["day", "message", "day", "events", "message"],
  );
});

test("a bubble keeps its key when the server's copy replaces it", () => {
  const items = timeline([message(4, { client_key: "k1" })], ZONE, NOW);
  assert.equal(items.at(-1)?.key, "k1");
});

test("addresses become links and the full stop after them does not", () => {
  assert.deepEqual(parts("See https://a.test/x?y=1. Or www.b.test, or me@c.test!"), [
    { text: "See ", href: null },
    { text: "https://a.test/x?y=1", href: "https://a.test/x?y=1" },
    { text: ". Or ", href: null },
    { text: "www.b.test", href: "https://www.b.test" },
    { text: ", or ", href: null },
    { text: "me@c.test", href: "mailto:me@c.test" },
    { text: "!", href: null },
  ]);
});

test("nothing but http, https and mailto becomes a link", () => {
  const hrefs = parts("javascript:alert(1) data:text/html,x file:///etc").filter((part) => part.href);
  assert.deepEqual(hrefs, []);
});

test("a bracket that the address opened stays in it", () => {
  assert.equal(parts("https://a.test/wiki/X_(y)")[0]?.href, "https://a.test/wiki/X_(y)");
  assert.equal(parts("(https://a.test/x)")[1]?.href, "https://a.test/x");
});

test("a hostile text costs no more than a friendly one", () => {
  for (const text of ["a".repeat(300_000), "a@".repeat(100_000), `https://a.test/${")".repeat(300_000)}x`]) {
    const started = performance.now();
    parts(text);
    assert.ok(performance.now() - started < 1000, `${text.slice(0, 20)} took too long`);
  }
});

test("long text is folded, by characters or by lines", () => {
  assert.ok(!isLong("short"));
  assert.ok(isLong("x".repeat(3000)));
  assert.ok(isLong("line\n".repeat(40)));
});

test("blank lines part paragraphs whatever the line ends are", () => {
  assert.deepEqual(paragraphs("a\r\nb\r\n\r\n\r\nc\n"), ["a\nb", "c"]);
});

test("mail that brings colours lies on paper, plain mail follows the theme", () => {
  assert.ok(bringsColours('<td bgcolor="#fff">'));
  assert.ok(bringsColours('<p style="color: #333">'));
  assert.ok(!bringsColours("<p>Hello <b>you</b></p>"));
});

test("a reply goes to the contact with everyone else in copy, nobody twice, blind copies never", () => {
  const found = proposed({
    contact: { id: 7, name: "Tomás", address: "tomas@northwind.test" },
    participants: [
      { address: "Tomas@Northwind.test", role: "to", kind: "email" },
      { address: "boss@northwind.test", role: "cc", kind: "email" },
      { address: "boss@northwind.test", role: "to", kind: "email" },
      { address: "secret@northwind.test", role: "bcc", kind: "email" },
    ],
  });
  assert.deepEqual(found, { to: ["tomas@northwind.test"], cc: ["boss@northwind.test"], bcc: [] });
});

test("by another way it goes to the contact's address of that kind, and to nobody else's", () => {
  const people = {
    contact: { id: 7, name: "Tomás", address: "tomas@northwind.test" },
    contact_panel: {
      id: 7,
      name: "Tomás",
      identities: [
        { kind: "email", value: "tomas@northwind.test", shown: "", verified: true, opted_out: false },
        { kind: "phone", value: "+351912345678", shown: "", verified: true, opted_out: true },
        { kind: "phone", value: "+351912345679", shown: "", verified: true, opted_out: false },
      ],
      blocked: false,
      earlier: [],
    },
    participants: [{ address: "boss@northwind.test", role: "cc" as const, kind: "email" }],
  };
  assert.deepEqual(proposed(people, "phone"), { to: ["+351912345679"], cc: [], bcc: [] });
  assert.deepEqual(proposed(people, "email"), {
    to: ["tomas@northwind.test"],
    cc: ["boss@northwind.test"],
    bcc: [],
  });
});

test("pasted addresses are taken apart and what is none stays to be mended", () => {
  assert.deepEqual(addressesIn("Ann Lee <ann@a.test>; bob@b.test, carl"), {
    good: ["ann@a.test", "bob@b.test"],
    rest: "carl",
  });
});

test("rows are grouped by how long the customer waits", () => {
  const rows = [
    ticket(1, { waiting_since: "2026-11-20T12:00:00Z" }),
    ticket(2, { waiting_since: "2026-11-22T11:50:00Z" }),
    ticket(3, { waiting_since: null }),
  ];
  const groups = grouped(rows, { sort: undefined, now: NOW, zone: ZONE, complete: false });
  assert.deepEqual(
    groups.map((group) => [group.key, group.whole]),
    [
      ["day", true],
      ["fresh", true],
      ["answered", false],
    ],
  );
  assert.equal(urgency("2026-11-20T12:00:00Z", NOW), "red");
  assert.equal(urgency("2026-11-22T07:00:00Z", NOW), "amber");
  assert.equal(urgency("2026-11-22T11:00:00Z", NOW), "");
});

const EARLIER =
  "On 21 Nov 2026, Ternfold <hello@ternfold.example> wrote:\n> Good morning Colin,\n>\n> two halves is no problem.";

test("earlier mails at the end of HTML are found although signs and lines differ", () => {
  const page =
    "Name and logo. On 21 Nov 2026, Ternfold <hello@ternfold.example> wrote: Good morning Colin, two halves is no problem.";
  assert.equal(quoteStart(page, EARLIER), "Nameandlogo".length);
});

test("an answer below the quoted mail is never folded away", () => {
  const page = `Hi. ${EARLIER.replaceAll(">", "")} And here, below it all, I tell you what really matters to me: please call me back today before noon, it is urgent.`;
  assert.equal(quoteStart(page, EARLIER), null);
});

test("a page that holds nothing but the quoted mail is not folded to nothing", () => {
  assert.equal(quoteStart(EARLIER, EARLIER), null);
  assert.equal(quoteStart("Hello", ""), null);
});
