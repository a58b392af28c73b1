/** Pure rules of the chat: which site may frame it, and what is a link. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { linked } from "../widget/links";
import { mayFrame } from "../widget/sites";

const OWN = "https://help.example";

test("without a list any site may show it, with one only those", () => {
  assert.equal(mayFrame("https://any.example", [], OWN), true);
  assert.equal(mayFrame("https://shop.example", ["https://shop.example"], OWN), true);
  assert.equal(mayFrame("https://evil.example", ["https://shop.example"], OWN), false);
  assert.equal(mayFrame("http://shop.example", ["https://shop.example"], OWN), false);
  assert.equal(mayFrame("https://shop.example:8443", ["https://shop.example"], OWN), false);
  assert.equal(mayFrame(OWN, ["https://shop.example"], OWN), true);
});

test("a star stands for names below a site, never for a name that only ends alike", () => {
  const sites = ["https://*.shop.example"];
  assert.equal(mayFrame("https://www.shop.example", sites, OWN), true);
  assert.equal(mayFrame("https://evilshop.example", sites, OWN), false);
  assert.equal(mayFrame("http://www.shop.example", sites, OWN), false);
});

test("addresses in a text become links without the sentence's dot", () => {
  const parts = linked("See https://a.example/b. Or javascript:alert(1)");
  assert.deepEqual(parts, [
    { text: "See ", url: null },
    { text: "https://a.example/b", url: "https://a.example/b" },
    { text: ". Or javascript:alert(1)", url: null },
  ]);
  assert.deepEqual(linked(""), []);
});
