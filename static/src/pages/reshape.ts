/**
 * `<form id data-reshape>`: its buttons that only add, remove or try something change the form in place, by asking the
 * server for it as the browser would; `data-reshape-on-change` on a control does the same. Saving stays a plain submit.
 */

const PLAIN = new Set(["", "save"]);

async function reshape(form: HTMLFormElement, sent: FormData, changed: () => void): Promise<void> {
  const answer = await fetch(form.action, { method: "POST", body: sent, headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById(form.id);
  if (!fresh) return sendPlainly(form, sent); // Logged out meanwhile, or worse: let the browser show it.
  for (const one of fresh.querySelectorAll("noscript")) one.remove(); // A parsed page thinks there are no scripts.
  form.replaceChildren(...fresh.childNodes);
  changed();
  const next = place(form, String(sent.get("act")));
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

/** Where writing goes on: the row that is new, what was found out, or, after a row went, the button that adds one. */
function place(form: HTMLFormElement, act: string): HTMLElement | null {
  if (act.startsWith("drop-")) {
    const adds = act.startsWith("drop-c") ? "add-condition" : "add-action";
    return form.querySelector<HTMLElement>(`button[value="${adds}"]`);
  }
  return form.querySelector<HTMLElement>(
    "[autofocus], [data-fresh] :is(input:not([type=hidden]), select, textarea), [role=status]",
  );
}

/** Sends the form as without scripts, and what its button meant with it. */
function sendPlainly(form: HTMLFormElement, sent: FormData): void {
  const act = document.createElement("input");
  act.type = "hidden";
  act.name = "act";
  act.value = String(sent.get("act") ?? "refresh");
  form.append(act);
  form.submit();
}

/** Keeps such forms in place; `changed` runs after each replacement. */
export function reshapeForms(changed: () => void): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const button = event.submitter as HTMLButtonElement | null;
    if (!form.matches("form[data-reshape][id]") || !button || PLAIN.has(button.value)) return;
    event.preventDefault();
    const sent = new FormData(form, button);
    reshape(form, sent, changed).catch(() => sendPlainly(form, sent));
  });
  document.addEventListener("change", (event) => {
    const control = (event.target as Element).closest<HTMLSelectElement>("[data-reshape-on-change]");
    if (!control?.form) return;
    const sent = new FormData(control.form);
    sent.set("act", "refresh");
    reshape(control.form, sent, changed).then(
      () => document.getElementById(control.id)?.focus(),
      () => undefined, // The server is away: saving will tell.
    );
  });
}
