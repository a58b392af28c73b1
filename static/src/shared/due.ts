/** When something promised is due, in words and colour; every function takes `now` so that it can be tested. */
import { t } from "./i18n";
import { clock, dayKey, shortDate, type Zone } from "./times";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export type Urgency = "" | "amber" | "red";

/** Red when it is over, amber within the last hour. */
export function dueColour(due: string, now: number): Urgency {
  const left = Date.parse(due) - now;
  if (left <= 0) return "red";
  return left <= HOUR ? "amber" : "";
}

/** As short as a list wants it: 18m, 15:40, Mon 09:30, 12 Dec; and 4m over. */
export function dueShort(due: string, now: number, zone: Zone): string {
  const left = Date.parse(due) - now;
  if (left <= 0) return t("{time} over", { time: length(-left) });
  return left <= HOUR ? length(left) : dueAt(due, now, zone);
}

/** The same with room for a sentence: 18m left, due today 15:40, due Mon 09:30; and 4m over. */
export function dueLong(due: string, now: number, zone: Zone): string {
  const left = Date.parse(due) - now;
  if (left <= 0) return dueShort(due, now, zone);
  if (left <= HOUR) return t("{time} left", { time: length(left) });
  if (sameDay(due, now, zone)) return t("due today {time}", { time: clock(due, zone) });
  return t("due {time}", { time: dueAt(due, now, zone) });
}

/** A length of time: 0m, 42m, 5h 12m, 30h, 6d. */
export function length(milliseconds: number): string {
  if (milliseconds < HOUR) return t("{n}m", { n: Math.floor(milliseconds / MINUTE) });
  const hours = Math.floor(milliseconds / HOUR);
  const minutes = Math.floor((milliseconds % HOUR) / MINUTE);
  if (hours < 10 && minutes > 0) return t("{h}h {m}m", { h: hours, m: minutes });
  return hours < 48 ? t("{n}h", { n: hours }) : t("{n}d", { n: Math.floor(milliseconds / DAY) });
}

export function sameDay(iso: string, now: number, zone: Zone): boolean {
  return dayKey(iso, zone) === dayKey(new Date(now).toISOString(), zone);
}

function dueAt(due: string, now: number, zone: Zone): string {
  if (sameDay(due, now, zone)) return clock(due, zone);
  if (Date.parse(due) - now >= 6 * DAY) return shortDate(due, now, zone);
  const weekday = new Intl.DateTimeFormat(zone.locale, { weekday: "short", timeZone: zone.tz });
  return `${weekday.format(new Date(due))} ${clock(due, zone)}`;
}
