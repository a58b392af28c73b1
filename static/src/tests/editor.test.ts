/** What a formatted text reads like as plain text, and which HTML is drawn among our own elements. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY } from "../desk/composer/drafts";
import { linkOf, schema } from "../desk/composer/editor/schema";
import { choose, type Field, found, look } from "../desk/composer/editor/suggesting";
import { calling, docFromText, mentionedIn, textOf } from "../desk/composer/editor/writing";
import { formOf, joined } from "../desk/composer/form";
import { gapsIn } from "../desk/composer/gaps";
import { SOURCES } from "../desk/composer/sources";
import { callsIn } from "../desk/conversation/calls";
import { isSimple, pictureSource } from "../desk/conversation/formed";

const { doc, paragraph, bullet_list, ordered_list, list_item, blockquote, picture, mention } = schema.nodes;
const says = (words: string) => paragraph.create(null, schema.text(words));
const item = (words: string) => list_item.create(null, says(words));

test("plain text comes back from the editor as it was", () => {
  for (const text of ["Hello", "One\ntwo", "One\n\ntwo\nthree", ""])
    assert.equal(textOf(docFromText(text)), text);
});

test("lists and quotes keep their signs", () => {
  const list = ordered_list.create({ start: 9 }, [item("nine"), item("ten")]);
  const written = doc.create(null, [
    says("First:"),
    bullet_list.create(null, [item("a"), list_item.create(null, [says("b"), list])]),
    blockquote.create(null, [says("Said"), says("so")]),
  ]);
  assert.equal(textOf(written), "First:\n\n- a\n- b\n  9. nine\n  10. ten\n\n> Said\n>\n> so");
});

test("a link says where it leads, once, and only if its words do not", () => {
  const to = (href: string) => [schema.marks.link.create({ href })];
  const written = paragraph.create(null, [
    schema.text("See "),
    schema.text("our ", to("https://acme.example/help")),
    schema.text("page", [...to("https://acme.example/help"), schema.marks.strong.create()]),
    schema.text(" or "),
    schema.text("acme.example", to("https://acme.example/")),
  ]);
  assert.equal(textOf(doc.create(null, written)), "See our page (https://acme.example/help) or acme.example");
});

test("an empty paragraph is only distance, and a text of blanks is nothing", () => {
  assert.equal(textOf(doc.create(null, [says("a"), paragraph.create(), says("b")])), "a\n\nb");
  assert.equal(textOf(doc.create(null, [paragraph.create(), says("   ")])), "");
});

test("a picture and a colleague are words too", () => {
  const who = mention.create({ id: 7, name: "Ada" });
  const shown = picture.create({ upload: 3, alt: "shot.png" });
  const written = doc.create(null, paragraph.create(null, [who, schema.text(", look: "), shown, who]));
  assert.equal(textOf(written), "@Ada, look: [shot.png]@Ada");
  assert.deepEqual(mentionedIn(written), [7]);
});

test("whom a note calls is called again when the note comes back as words", () => {
  const ada = { id: 7, name: "Ada" };
  const colleagues = [ada, { id: 8, name: "Ada Long" }];
  const words = "@Ada Long, ask @Ada or @Adam\nat ada@Ada.example";
  const back = calling(docFromText(words), colleagues);
  assert.deepEqual(mentionedIn(back), [8, 7]);
  assert.equal(textOf(back), words);
  assert.deepEqual(mentionedIn(calling(docFromText("@Ada"), [])), []);

  const list = doc.create(null, [bullet_list.create(null, [item("call @Ada")]), says("a")]);
  assert.deepEqual(mentionedIn(calling(list, [ada])), [7]);
  const code = doc.create(null, paragraph.create(null, schema.text("@Ada", [schema.marks.code.create()])));
  assert.deepEqual(mentionedIn(calling(code, [ada])), []);
});

test("what is typed as a link is understood, and nothing that runs", () => {
  assert.equal(linkOf(" acme.example/a "), "https://acme.example/a");
  assert.equal(linkOf("dora@customer.example"), "mailto:dora@customer.example");
  assert.equal(linkOf("http://x"), "http://x");
  for (const bad of ["javascript:alert(1)", "data:text/html,x", "hello", "two words.example", ""])
    assert.equal(linkOf(bad), null);
});

test("only a text with a form is sent with it", () => {
  const plain = { ...EMPTY, reply: "a", reply_html: '<p>a<br>b <span data-mention="1">@Ada</span></p>' };
  assert.deepEqual(formOf(plain), {});
  const formed = { ...EMPTY, reply: "a", reply_html: "<p><strong>a</strong></p>" };
  assert.deepEqual(formOf(formed), { html: "<p><strong>a</strong></p>" });
});

test("a reply that is taken back keeps its form", () => {
  const sent = { text: "a", html: "<p><em>a</em></p>" };
  assert.deepEqual(joined("reply", sent, EMPTY), { reply: "a", reply_html: "<p><em>a</em></p>" });
  const later = { ...EMPTY, reply: "b", reply_html: "<p>b</p>" };
  assert.deepEqual(joined("reply", sent, later), {
    reply: "a\n\nb",
    reply_html: "<p><em>a</em></p><p>b</p>",
  });
  assert.deepEqual(joined("note", { text: "a" }, { ...EMPTY, note: "b" }), { note: "a\n\nb", note_html: "" });
});

test("what a macro leaves open is found", () => {
  const at = (text: string) => gapsIn(text).map(({ start, end }) => text.slice(start, end));
  assert.deepEqual(at("Dear {{contact.name}}, on [[which day]]?"), ["{{contact.name}}", "[[which day]]"]);
  assert.deepEqual(at("a[0] {x} {{}} [[ \n ]]"), []);
});

test("what our editor writes is drawn as ours, everything else stays in its frame", () => {
  assert.equal(
    isSimple('<p>a <a href="https://x.example" rel="noopener">b</a><br></p><ul><li>c</li></ul>'),
    true,
  );
  for (const foreign of [
    "<table><tr><td>x</td></tr></table>",
    '<p style="color:red">x</p>',
    "<font>x</font>",
  ])
    assert.equal(isSimple(foreign), false);
});

test("colleagues and tickets are found in a colleague's words", () => {
  const marked = (text: string) =>
    callsIn(text, ["Maya", "Maya Chen", "Ben"])
      .filter((call) => call.name || call.ticket !== null)
      .map((call) => call.text);
  assert.deepEqual(marked("@Maya Chen, see #12 (or #13) and ask @Ben."), [
    "@Maya Chen",
    "#12",
    "#13",
    "@Ben",
  ]);
  assert.deepEqual(marked("ben@Ben.example @Benno #1a x#2 &#39;"), []);
});

test("a list opens only at the start of a word", () => {
  const sources = [{ trigger: "@", label: "", where: () => true, find: async () => [], take: () => {} }];
  const query = (before: string) => found(before, { number: 1, mode: "note", rich: true }, sources)?.query;
  assert.equal(query("@"), "");
  assert.equal(query("ask (@ma"), "ma");
  for (const none of ["dora@customer", "@ma chen ", "nothing"]) assert.equal(query(none), undefined);
});

test("a choice takes the place of all that was typed, though the list is of a moment before", async () => {
  let taken = 0;
  const replace = (back: number) => {
    taken = back;
    return {} as ReturnType<Field["replace"]>;
  };
  const element = { setAttribute() {}, removeAttribute() {} } as unknown as HTMLElement;
  const spot = () => ({ left: 0, top: 0 });
  const field = (before: string): Field => ({
    place: { number: 1, mode: "reply", rich: true },
    before,
    spot,
    replace,
    element,
  });
  const never = new Promise<never>(() => undefined);
  const find = async (query: string) => (query === "unp" ? [{ key: "1", label: "Unplug" }] : never);
  SOURCES.push({ trigger: "~", label: "", where: () => true, find, take: () => undefined });

  await look(field("~unp"));
  void look(field("~unpl"));
  choose(0);
  assert.equal(taken, 5);
});

test("pictures are loaded from us alone", () => {
  assert.equal(pictureSource("/desk/attachments/5"), "/desk/attachments/5");
  assert.equal(pictureSource("cid:upload-5@desk"), "/desk/attachments/5");
  for (const foreign of ["https://x.example/a.png", "/desk/tickets/5", "data:image/png;base64,AA", "cid:5@x"])
    assert.equal(pictureSource(foreign), null);
});
