/** The demo shop's own script, as a site of somebody else would have one: its cart, and who is logged in for the chat. */

interface Chat {
  identify(claim: unknown): void;
  leave(): void;
}

const KNOWN = "ternfold-customer";
const claim = document.body.dataset.claim;

function chat(): Chat | undefined {
  return (window as Window & { HelpdeskChat?: Chat }).HelpdeskChat;
}

/** Tells the chat who is logged in, with the word of the shop's server; after a log-out the chat forgets them. */
function introduce(): void {
  if (claim) {
    localStorage.setItem(KNOWN, "1");
    chat()?.identify(JSON.parse(claim));
  } else if (localStorage.getItem(KNOWN)) {
    localStorage.removeItem(KNOWN);
    chat()?.leave();
  }
}

function fillCart(): void {
  const list = document.querySelector<HTMLElement>("#cart ul");
  const sum = document.querySelector<HTMLElement>("#cart output");
  const counts = document.querySelectorAll<HTMLElement>("[data-count]");
  let total = 0;
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-price]")) {
    button.addEventListener("click", () => {
      total += Number(button.dataset.price);
      const item = document.createElement("li");
      item.textContent = `${button.dataset.name}, ${button.dataset.price} €`;
      list?.querySelector("[data-nothing]")?.remove();
      list?.append(item);
      if (sum) sum.textContent = `${total} €`;
      for (const count of counts) count.textContent = String(list?.childElementCount ?? 0);
    });
  }
}

/** Logs in whoever is chosen, also when they were chosen before this script was there. */
function followChoice(choice: HTMLSelectElement): void {
  const chosen = [...choice.options].find((each) => each.selected);
  if (chosen && !chosen.defaultSelected && choice.selectedIndex > 0) choice.form?.requestSubmit();
  choice.addEventListener("change", () => choice.form?.requestSubmit());
}

const choice = document.querySelector("select");
if (choice) followChoice(choice);
fillCart();
if (chat()) introduce();
else addEventListener("helpdesk-chat-ready", introduce);
