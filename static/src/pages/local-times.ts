/** Rewrites `<time datetime data-local="short|long|date">` in the viewer's zone, the full date as its title. */
import { clock, dayKey, fullTime, safeZone, shortDate, type Zone } from "../shared/times";

function words(iso: string, style: string, now: number, zone: Zone): string {
  if (style === "long") return fullTime(iso, zone);
  if (style === "date") return shortDate(iso, now, zone);
  const today = dayKey(iso, zone) === dayKey(new Date(now).toISOString(), zone);
  return today ? clock(iso, zone) : `${shortDate(iso, now, zone)}, ${clock(iso, zone)}`;
}

/** Shows every marked time of the page; `<html data-tz data-locale>` may name the viewer's zone. */
export function showLocalTimes(): void {
  const zone = safeZone(document.documentElement.dataset.tz, document.documentElement.dataset.locale);
  for (const element of document.querySelectorAll<HTMLTimeElement>("time[data-local]")) {
    if (Number.isNaN(Date.parse(element.dateTime))) continue;
    element.textContent = words(element.dateTime, element.dataset.local || "short", Date.now(), zone);
    element.title = fullTime(element.dateTime, zone);
  }
}
