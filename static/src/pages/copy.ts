/** `data-copy="text"` or `data-copy-from="#id"`: a click copies the text and the button says so. */
import { t } from "../shared/i18n";

function textOf(button: HTMLElement): string {
  if (button.dataset.copy !== undefined) return button.dataset.copy;
  const from = document.querySelector(button.dataset.copyFrom ?? "");
  if (from instanceof HTMLInputElement || from instanceof HTMLTextAreaElement) return from.value;
  return from?.textContent ?? "";
}

/** Writes to the clipboard; plain http without a clipboard API still copies by selection. */
async function write(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

export function copyOnClick(): void {
  document.addEventListener("click", async (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-copy], [data-copy-from]");
    if (!button) return;
    await write(textOf(button));
    const label = button.querySelector("span") ?? button;
    const before = label.textContent;
    label.textContent = t("Copied");
    setTimeout(() => {
      label.textContent = before;
    }, 1500);
  });
}
