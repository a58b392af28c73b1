/** Instants as words, in the viewer's zone and language; every function takes `now` so that it can be tested. */
import { t } from "./i18n";

export interface Zone {
  tz: string;
  locale: string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: Zone, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone.locale}|${zone.tz}|${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(zone.locale, { ...options, timeZone: zone.tz });
  formats.set(key, made);
  return made;
}

/** A zone the browser knows: an unknown name or locale falls back to the browser's own. */
export function safeZone(tz: string | undefined, locale: string | undefined): Zone {
  const browser = Intl.DateTimeFormat().resolvedOptions();
  const zone = { tz: tz || browser.timeZone, locale: (locale || browser.locale).replace("_", "-") };
  try {
    new Intl.DateTimeFormat(zone.locale, { timeZone: zone.tz });
    return zone;
  } catch {
    return { tz: browser.timeZone, locale: browser.locale };
  }
}

/** The calendar day of an instant, as a sortable key such as 2026-11-22. */
export function dayKey(iso: string, zone: Zone): string {
  const parts = format(
    { tz: zone.tz, locale: "en-CA" },
    { year: "numeric", month: "2-digit", day: "2-digit" },
  );
  return parts.format(new Date(iso));
}

/** How long ago, as short as a list wants it: now, 6m, 3h, 2d, then a date. */
export function ago(iso: string, now: number, zone: Zone): string {
  const passed = now - Date.parse(iso);
  if (passed < MINUTE) return t("now");
  if (passed < HOUR) return t("{n}m", { n: Math.floor(passed / MINUTE) });
  if (passed < DAY) return t("{n}h", { n: Math.floor(passed / HOUR) });
  if (passed < 7 * DAY) return t("{n}d", { n: Math.floor(passed / DAY) });
  return shortDate(iso, now, zone);
}

/** A day and month; the year only when it is another year. */
export function shortDate(iso: string, now: number, zone: Zone): string {
  const sameYear = dayKey(iso, zone).slice(0, 4) === dayKey(new Date(now).toISOString(), zone).slice(0, 4);
  const options: Intl.DateTimeFormatOptions = { month: "short", day: "numeric" };
  return format(zone, sameYear ? options : { ...options, year: "numeric" }).format(new Date(iso));
}

/** The time of day, such as 09:41. */
export function clock(iso: string, zone: Zone): string {
  return format(zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(iso));
}

/** Date and time in full, for titles. */
export function fullTime(iso: string, zone: Zone): string {
  return format(zone, { dateStyle: "full", timeStyle: "short" }).format(new Date(iso));
}

/** The heading of a day in a timeline: Today, Yesterday, or the date. */
export function dayName(iso: string, now: number, zone: Zone): string {
  const key = dayKey(iso, zone);
  if (key === dayKey(new Date(now).toISOString(), zone)) return t("Today");
  if (key === dayKey(new Date(now - DAY).toISOString(), zone)) return t("Yesterday");
  const weekday: Intl.DateTimeFormatOptions = { weekday: "short", month: "short", day: "numeric" };
  const thisYear = key.slice(0, 4) === dayKey(new Date(now).toISOString(), zone).slice(0, 4);
  return format(zone, thisYear ? weekday : { dateStyle: "medium" }).format(new Date(iso));
}

/** A waiting time in words a glance understands: 18m, 5h 12m, 2d. */
export function waited(iso: string, now: number): string {
  const passed = Math.max(0, now - Date.parse(iso));
  if (passed < HOUR) return t("{n}m", { n: Math.floor(passed / MINUTE) });
  if (passed < DAY) return t("{n}h", { n: Math.floor(passed / HOUR) });
  return t("{n}d", { n: Math.floor(passed / DAY) });
}
