/** `<form data-quiet="id">`: sends without leaving the page; the element with that id says what was wrong. */
import { take } from "./refresh";

async function send(form: HTMLFormElement, told: string): Promise<void> {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const here = document.getElementById(told);
  const said = page.getElementById(told);
  if (!here || !said) return location.reload(); // Another page altogether: perhaps the form is too old.
  here.replaceChildren(...[...said.childNodes].map((node) => document.importNode(node, true)));
  take(page);
  if (answer.ok) form.reset();
}

export function sendQuietly(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const told = form.dataset.quiet;
    if (!told || event.defaultPrevented) return;
    event.preventDefault();
    if (form.ariaBusy === "true") return;
    form.ariaBusy = "true";
    send(form, told)
      .catch(() => form.submit()) // Without an answer, the browser's own way shows why.
      .finally(() => {
        form.ariaBusy = null;
      });
  });
}

/** `data-submit-on-enter`: Enter sends what was written, with Shift it begins a new line. */
export function submitOnEnter(): void {
  document.addEventListener("keydown", (event) => {
    const area = event.target as HTMLElement;
    if (!(area instanceof HTMLTextAreaElement) || area.dataset.submitOnEnter === undefined) return;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    area.form?.requestSubmit();
  });
}
