/** When a snoozed ticket comes back: the offered instants, in the viewer's zone. */
import { t } from "../../shared/i18n";
import { clock, dayName, type Zone } from "../../shared/times";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MORNING = 9;

/** Milliseconds by which the zone's wall clock is ahead of UTC at an instant. */
function offset(at: number, tz: string): number {
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

/** The instant at which the zone's clock shows nine in the morning, `days` days after today. */
export function morning(days: number, now: number, tz: string): number {
  const wall = new Date(now + offset(now, tz));
  const target = Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth(), wall.getUTCDate() + days, MORNING);
  // Asked twice, because the offset at the target may differ from today's over a change of the clocks.
  const guess = target - offset(target - offset(now, tz), tz);
  return target - offset(guess, tz);
}

/** Days from today to the next Monday, at least one. */
export function daysToMonday(now: number, tz: string): number {
  const weekday = new Date(now + offset(now, tz)).getUTCDay();
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
