/** `data-confirm="Question?"` on a form or button: asks in a dialog before the form is sent. */
import { t } from "../shared/i18n";

/** Shows the question in a modal dialog; resolves to true when the person agrees. */
function ask(question: string, action: string): Promise<boolean> {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  const heading = document.createElement("h2");
  heading.id = "confirm-question";
  heading.textContent = question;
  dialog.setAttribute("aria-labelledby", heading.id);
  const form = document.createElement("form");
  form.method = "dialog";
  form.className = "act";
  form.append(choice(t("Cancel"), "btn ghost", "no"), choice(action, "btn primary", "yes"));
  dialog.append(heading, form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}

function choice(label: string, className: string, value: string): HTMLButtonElement {
  const button = document.createElement("button");
  button.className = className;
  button.value = value;
  button.textContent = label;
  return button;
}

export function askBeforeSending(): void {
  const agreed = new WeakSet<HTMLFormElement>();
  document.addEventListener("submit", async (event) => {
    const form = event.target as HTMLFormElement;
    const asking = event.submitter?.dataset.confirm ? event.submitter : form;
    if (!asking.dataset.confirm || agreed.has(form)) return;
    event.preventDefault();
    const action = asking.dataset.confirmAction || event.submitter?.textContent?.trim() || t("Continue");
    if (!(await ask(asking.dataset.confirm, action))) return;
    agreed.add(form);
    form.requestSubmit(event.submitter);
  });
}
