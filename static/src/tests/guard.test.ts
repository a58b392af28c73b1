/** What is asked before a reply leaves, and what is not. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { doubtsOf } from "../desk/composer/guard";

const dora = { people: ["dora@customer.example"], name: "Dora Díaz", files: 0 };

function asked(text: string, more: Partial<typeof dora> = {}): number {
  return doubtsOf({ ...dora, ...more, text }).length;
}

test("a file is asked for in each of our languages", () => {
  for (const text of [
    "See the attached manual.",
    "Please find enclosed our offer.",
    "Anbei die Rechnung.",
    "Die Rechnung ist im Anhang.",
    "Vous trouverez la facture ci-jointe.",
    "La pièce jointe explique tout.",
    "Adjunto la factura.",
    "In allegato la fattura.",
    "In de bijlage staat alles.",
    "Segue em anexo a fatura.",
  ])
    assert.equal(asked(text), 1, text);
});

test("with a file, in a quote, or in another word, nothing is asked", () => {
  assert.equal(asked("See the attached manual.", { files: 1 }), 0);
  assert.equal(asked("I saw it.\n> see the attached manual"), 0);
  assert.equal(asked("Detach the cable. It was unattached."), 0);
});

test("somebody else's name in the greeting is asked about", () => {
  for (const text of [
    "Hi Tom,\nit is fixed.",
    "Dear Mr. Miller,",
    "Liebe Anna,",
    "Bonjour Marie,",
    "Sehr geehrter Herr Schmidt,",
  ])
    assert.equal(asked(text), 1, text);
});

test("the recipient's own name is right, however it is written", () => {
  for (const text of ["Hi Dora,", "Dear Ms Diaz,", "Hallo Dora Díaz!", "Hello dora,", "Dear DORA,"])
    assert.equal(asked(text), 0, text);
  assert.equal(asked("Hi Eli,", { people: ["dora@customer.example", "eli.moss@customer.example"] }), 0);
});

test("a greeting for nobody in particular is fine", () => {
  for (const text of [
    "Hi there,",
    "Hello everyone,",
    "Dear team,",
    "Hallo zusammen,",
    "Sehr geehrte Damen und Herren,",
    "Hi,",
    "Hello again,",
    "Dear customer,",
  ])
    assert.equal(asked(text), 0, text);
  assert.equal(asked("Hi Tom,", { name: "" }), 0);
});

test("a gap that nobody filled is asked about", () => {
  assert.equal(asked("Your order {{order.number}} left."), 1);
  assert.equal(asked("Your order [[number]] left."), 1);
  assert.equal(asked("Use a[0] and {x}."), 0);
});
