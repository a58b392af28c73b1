/** Every sentence a person sees goes through t() or tn(); a page may inline a catalogue to translate them. */

type Catalogue = Record<string, string>;

let catalogue: Catalogue = {};

/** Replaces the catalogue: English sentence to translated sentence, placeholders kept. */
export function useCatalogue(entries: Catalogue): void {
  catalogue = entries;
}

/** Reads `<script type="application/json" id="catalogue">` when the page carries one. */
export function loadCatalogue(): void {
  const element = document.getElementById("catalogue");
  if (element?.textContent) useCatalogue(JSON.parse(element.textContent) as Catalogue);
}

/** The sentence in the viewer's language, each {name} replaced by its value. */
export function t(sentence: string, values: Record<string, string | number> = {}): string {
  const found = catalogue[sentence] ?? sentence;
  return found.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** One of two sentences by number; {n} is the number. */
export function tn(
  one: string,
  many: string,
  n: number,
  values: Record<string, string | number> = {},
): string {
  return t(n === 1 ? one : many, { n, ...values });
}
