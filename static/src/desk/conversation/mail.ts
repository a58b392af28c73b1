/** The document inside a mail's sandboxed frame. The markup was cleaned by the server when it was stored. */

const COLOURS = /\bbgcolor\s*=|\bbackground(?:-color)?\s*:|[\s;"']color\s*:|<font[^>]{1,200}color/i;

/** Whether mail brings its own colours and so must lie on white paper in any theme. */
export function bringsColours(html: string): boolean {
  return COLOURS.test(html);
}

/** The srcdoc for a frame without scripts; `css` is the address of the one style sheet. */
export function mailDocument(html: string, css: string): string {
  const paper = bringsColours(html) ? ' class="paper"' : "";
  const theme = document.documentElement.dataset.theme;
  const scheme = theme ? ` data-theme="${theme}"` : "";
  return `<!doctype html><html${paper}${scheme}><head><meta charset="utf-8"><link rel="stylesheet" href="${css}"></head><body>${html}</body></html>`;
}
