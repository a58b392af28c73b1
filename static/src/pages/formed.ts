/**
 * `<textarea data-formed="…its HTML…">` is written in the composer's editor: the code is fetched for such a page alone, and
 * the form sends `html` beside the text. What carries `data-put` puts its words where the cursor stands. Without it the text
 * stays a plain field, and its form is kept by the server while nobody changes the words.
 */
export function writeFormed(): void {
  const area = document.querySelector<HTMLTextAreaElement>("textarea[data-formed]");
  if (!area || area.hidden) return;
  import("./Writer").then(
    ({ takeOver }) => takeOver(area),
    () => undefined, // The plain field does.
  );
}
