/** The session has ended, here or elsewhere: the log-in leads back to this very page. */

export function isLoggedOut(response: Response): boolean {
  return response.status === 401 || (response.redirected && new URL(response.url).pathname === "/login");
}

export function toLogin(): void {
  location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
}
