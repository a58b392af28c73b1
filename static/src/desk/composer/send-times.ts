/** When a reply may leave later: the offered instants, where the customer, else our working hours, have their clock. */
import { t } from "../../shared/i18n";
import { safeZone } from "../../shared/times";
import { morning, snoozeHint } from "../conversation/snooze-times";
import { zone } from "../store/state";
import { workZone } from "./keeping";

const HOUR = 3_600_000;
const AFTERNOON_HOURS = 5;

/** The offered instants, soonest first; an afternoon that has begun is not offered. */
export function sendTimes(now: number, tz: string): { key: string; label: string; at: number }[] {
  const afternoon = morning(0, now, tz) + AFTERNOON_HOURS * HOUR;
  const times = [
    { key: "hour", label: t("Send in an hour"), at: now + HOUR },
    { key: "afternoon", label: t("Send this afternoon"), at: afternoon },
    { key: "morning", label: t("Send tomorrow morning"), at: morning(1, now, tz) },
  ];
  return times.filter(({ at }) => at > now);
}

/** The zone whose morning is meant; a word the browser does not know falls back to the viewer's. */
export function theirZone(): string {
  return workZone.value ? safeZone(workZone.value, zone.value.locale).tz : zone.value.tz;
}

/** "tomorrow, 09:00", on the viewer's own clock. */
export function whenItLeaves(iso: string): string {
  return snoozeHint(Date.parse(iso), Date.now(), zone.value);
}
