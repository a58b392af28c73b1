/** The tokens a page carries in its head: one for writes, one for the socket. Both age; a page may stay open. */

import { isLoggedOut, toLogin } from "./logged-out";

type Name = "csrf-token" | "socket-token";

function meta(page: Document, name: Name): HTMLMetaElement | null {
  return page.querySelector<HTMLMetaElement>(`meta[name="${name}"]`);
}

export function token(name: Name): string {
  return meta(document, name)?.content ?? "";
}

/** Takes fresh tokens out of a new copy of this page; without one the old tokens stay. Strangers have to log in. */
export async function renewTokens(): Promise<void> {
  const response = await fetch("/desk/tickets", { headers: { Accept: "text/html" } }).catch(() => null);
  if (!response?.ok) return;
  if (isLoggedOut(response)) return toLogin();
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const name of ["csrf-token", "socket-token"] as const) {
    const [old, fresh] = [meta(document, name), meta(page, name)];
    if (old && fresh) old.content = fresh.content;
  }
}
