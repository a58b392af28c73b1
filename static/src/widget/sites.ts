/** Whether a site may frame the chat: the same list, in the same notation, as the page's frame-ancestors. */
export function mayFrame(origin: string, sites: readonly string[], own: string): boolean {
  if (sites.length === 0 || origin === own) return true;
  return sites.some((site) => {
    const [before, after] = site.split("*.");
    if (after === undefined) return sameOrigin(site, origin);
    const { protocol, host } = new URL(origin);
    return `${protocol}//` === before && host.endsWith(`.${after}`);
  });
}

function sameOrigin(site: string, origin: string): boolean {
  try {
    return new URL(site).origin === origin;
  } catch {
    return false;
  }
}
