/** Makes pasted HTML ready for the schema, which decides what stays. */

/**
 * Takes out what never runs here but would make the browser complain, and keeps the cells of a table apart, of which
 * only the words are kept.
 */
export function tamed(html: string): string {
  return html
    .replace(/<(style|script)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replace(/<[^<>]+>/g, (tag) => tag.replace(/\son[a-z]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi, ""))
    .replace(/<\/t[dh]\s*>/gi, " $&");
}
