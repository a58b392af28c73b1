/** `<div id data-refresh="2000">`: looks every so many milliseconds whether the page has changed, and shows what has. */

async function look(element: HTMLElement): Promise<boolean> {
  return document.hidden ? false : renew(element);
}

/** Shows one part as it is now; tells whether it was replaced. */
export async function renew(element: HTMLElement): Promise<boolean> {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById(element.id)?.innerHTML ?? "";
  if (!fresh || fresh === element.dataset.shown) return false;
  element.dataset.shown = fresh;
  element.innerHTML = fresh;
  return true;
}

/** Keeps the marked parts of a page fresh; `changed` runs after each replacement. */
export function refreshParts(changed: () => void): void {
  for (const element of document.querySelectorAll<HTMLElement>("[data-refresh][id]")) {
    window.setInterval(() => {
      look(element).then(
        (replaced) => replaced && changed(),
        () => undefined, // The server is away: the next look will tell.
      );
    }, Number(element.dataset.refresh) || 5000);
  }
}
