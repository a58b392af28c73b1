/** `<div id data-refresh="2000">`: looks every so many milliseconds whether the page has changed, and shows what has. */
import { patch } from "./patch";

/** Shows one part as it is now; tells whether it was replaced. */
export async function renew(element: HTMLElement): Promise<boolean> {
  const page = await fetched();
  const fresh = page?.getElementById(element.id)?.innerHTML ?? "";
  if (!fresh || fresh === element.dataset.shown) return false;
  element.dataset.shown = fresh;
  element.innerHTML = fresh;
  return true;
}

/** Returns a fresh copy of this page, or nothing while the server does not give it. */
async function fetched(): Promise<Document | undefined> {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : undefined;
}

const shown = new Map<HTMLElement, HTMLElement>();
const afterwards: (() => void)[] = [];

/** Shows what differs in a fresh copy of this page; what somebody types in stands outside of the marked parts. */
export function take(page: Document): void {
  let changed = false;
  for (const [element, last] of shown) {
    const fresh = page.getElementById(element.id);
    if (!fresh || last.isEqualNode(fresh)) continue;
    const place = focusIn(element);
    patch(element, last, fresh);
    if (place && !element.contains(document.activeElement)) linkTo(element, place)?.focus();
    shown.set(element, fresh);
    changed = true;
  }
  if (changed) for (const call of afterwards) call();
}

/** Returns where the link leads that has the focus, if it is one of this part. */
function focusIn(element: HTMLElement): string | null {
  const active = document.activeElement;
  return active && element.contains(active) ? active.getAttribute("href") : null;
}

function linkTo(element: HTMLElement, place: string): HTMLElement | undefined {
  return [...element.querySelectorAll<HTMLElement>("a[href]")].find(
    (link) => link.getAttribute("href") === place,
  );
}

async function look(): Promise<void> {
  const page = document.hidden ? undefined : await fetched();
  if (page) take(page);
}

/** Keeps the marked parts of a page fresh; `changed` runs after each change. Call it before anything else draws. */
export function refreshParts(changed: () => void): void {
  for (const element of document.querySelectorAll<HTMLElement>("[data-refresh][id]")) {
    shown.set(element, element.cloneNode(true) as HTMLElement);
  }
  if (shown.size === 0) return;
  afterwards.push(changed);
  const every = Math.min(...[...shown.keys()].map((element) => Number(element.dataset.refresh) || 5000));
  // When the server is away, the next look will tell.
  window.setInterval(() => void look().catch(() => undefined), every);
  document.addEventListener("visibilitychange", () => void look().catch(() => undefined));
}
