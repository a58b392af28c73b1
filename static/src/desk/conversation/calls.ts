/** Finds colleagues ("@Maya Chen") and tickets ("#123") in the words of a colleague. */

export interface Call {
  text: string;
  name: boolean;
  ticket: number | null;
}

const SIGN = /(?<![\p{L}\p{N}&/#@])(?:#(\d{1,12})(?![\p{L}\p{N}])|@)/gu;

/** Splits a text; of two names that fit the longer one is meant. */
export function callsIn(text: string, names: readonly string[]): Call[] {
  const found: Call[] = [];
  let from = 0;
  const add = (call: Call, at: number) => {
    if (at > from) found.push({ text: text.slice(from, at), name: false, ticket: null });
    found.push(call);
    from = at + call.text.length;
  };
  for (const match of text.matchAll(SIGN)) {
    if (match.index < from) continue;
    if (match[1]) add({ text: match[0], name: false, ticket: Number(match[1]) }, match.index);
    else {
      const name = nameAt(text, match.index + 1, names);
      if (name) add({ text: `@${name}`, name: true, ticket: null }, match.index);
    }
  }
  if (from < text.length) found.push({ text: text.slice(from), name: false, ticket: null });
  return found;
}

function nameAt(text: string, at: number, names: readonly string[]): string | null {
  const fitting = names.filter(
    (name) => name && text.startsWith(name, at) && !/[\p{L}\p{N}]/u.test(text.charAt(at + name.length)),
  );
  return fitting.sort((one, other) => other.length - one.length)[0] ?? null;
}
