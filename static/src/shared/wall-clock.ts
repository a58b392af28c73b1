/** Between instants and what a clock on the wall of a zone shows, as the browser's own field for date and time writes it. */

/** Milliseconds by which the zone's wall clock is ahead of UTC at an instant. */
export function ahead(at: number, tz: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: tz,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value);
  const wall = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
  return wall - Math.floor(at / 1000) * 1000;
}

/** The instant at which the zone's clock shows what UTC's clock shows at `shown`. */
export function instantShown(shown: number, tz: string): number {
  // Asked twice, because the offset there may differ from a first guess's over a change of the clocks.
  const guess = shown - ahead(shown, tz);
  return shown - ahead(guess, tz);
}

/** The instant of "2026-11-28T09:00" in the zone; NaN for what is no time. */
export function instantOf(wall: string, tz: string): number {
  const shown = Date.parse(`${wall}Z`);
  return Number.isNaN(shown) ? Number.NaN : instantShown(shown, tz);
}

/** What the zone's clock shows at an instant, to the minute: "2026-11-28T09:00"; "" for what is no instant. */
export function wallOf(at: number, tz: string): string {
  return Number.isNaN(at) ? "" : new Date(at + ahead(at, tz)).toISOString().slice(0, 16);
}
