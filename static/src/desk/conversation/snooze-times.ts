/** When a snoozed ticket comes back: the offered instants, in the viewer's zone. */
import { t } from "../../shared/i18n";
import { clock, dayName, type Zone } from "../../shared/times";
import { ahead, instantShown } from "../../shared/wall-clock";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MORNING = 9;

/** The instant at which the zone's clock shows nine in the morning, `days` days after today. */
export function morning(days: number, now: number, tz: string): number {
  const wall = new Date(now + ahead(now, tz));
  const shown = Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth(), wall.getUTCDate() + days, MORNING);
  return instantShown(shown, tz);
}

/** Days from today to the next Monday, at least one. */
export function daysToMonday(now: number, tz: string): number {
  const weekday = new Date(now + ahead(now, tz)).getUTCDay();
  return (8 - weekday) % 7 || 7;
}

/** The offered instants, soonest first. */
export function snoozeTimes(now: number, tz: string): { key: string; label: string; at: number }[] {
  return [
    { key: "later", label: t("In three hours"), at: now + 3 * HOUR },
    { key: "tomorrow", label: t("Tomorrow"), at: morning(1, now, tz) },
    { key: "monday", label: t("On Monday"), at: morning(daysToMonday(now, tz), now, tz) },
    { key: "month", label: t("In four weeks"), at: morning(28, now, tz) },
  ];
}

/** What is said beside a choice: the day when it is not today, and the time. */
export function snoozeHint(at: number, now: number, where: Zone): string {
  const iso = new Date(at).toISOString();
  const time = clock(iso, where);
  return at - now < DAY && dayName(iso, now, where) === t("Today")
    ? time
    : `${dayName(iso, now, where)}, ${time}`;
}
