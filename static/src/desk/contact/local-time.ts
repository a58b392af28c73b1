/** Where a contact is and what their clock shows, from the zone that agents noted. */
import { clock } from "../../shared/times";
import type { About } from "../types";

/** Such as "Lisbon, 10:47"; nothing without a zone that this browser knows. */
export function localTime(about: About | null | undefined, now: number, locale: string): string {
  if (!about?.tz) return "";
  const city = about.tz.split("/").at(-1)?.replaceAll("_", " ") ?? "";
  try {
    return `${city}, ${clock(new Date(now).toISOString(), { tz: about.tz, locale })}`;
  } catch {
    return "";
  }
}
