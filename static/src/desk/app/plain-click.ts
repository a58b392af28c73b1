/** A link inside the workspace: a plain click is handled here, any other (new tab, download) by the browser. */

export function plainClick(act: () => void): (event: MouseEvent) => void {
  return (event) => {
    if (!isPlain(event)) return;
    event.preventDefault();
    act();
  };
}

/** The first button without a key that means something to the browser. */
export function isPlain(event: MouseEvent): boolean {
  return !(event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
}
