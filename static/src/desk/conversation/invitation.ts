/** When an invitation is, in words: instants in the viewer's zone, days and times of nobody's zone as they stand. */
import { t } from "../../shared/i18n";
import type { Zone } from "../../shared/times";

/** What a mail invites to; times are instants (with Z), times of nobody's zone, or days. */
export interface Invitation {
  method: "request" | "cancel" | "reply" | "event";
  summary: string;
  starts_at: string;
  ends_at: string | null;
  place: string;
  organiser: string;
  organiser_email: string;
  repeats: boolean;
  answer: "" | "accepted" | "declined" | "tentative";
}

const DAY_LENGTH = "2026-03-10".length;

export function span(invitation: Pick<Invitation, "starts_at" | "ends_at" | "repeats">, zone: Zone): string {
  const { starts_at, ends_at } = invitation;
  const allDay = starts_at.length === DAY_LENGTH;
  const floats = !allDay && !starts_at.endsWith("Z");
  const format = new Intl.DateTimeFormat(zone.locale, {
    weekday: "short",
    year: "numeric",
    month: "short",
    day: "numeric",
    ...(allDay ? {} : { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
    ...(allDay || floats ? {} : { timeZoneName: "short" }),
    timeZone: allDay || floats ? "UTC" : zone.tz,
  });
  const from = instant(starts_at);
  const to = ends_at ? instant(ends_at) : from;
  if (!from || !to) return "";
  const words = [to > from ? format.formatRange(from, to) : format.format(from)];
  if (floats) words.push(t("(their own time)"));
  if (invitation.repeats) words.push(t("(repeats)"));
  return words.join(" ");
}

function instant(written: string): Date | null {
  const zoned = written.length === DAY_LENGTH || written.endsWith("Z") ? written : `${written}Z`;
  const found = new Date(zoned);
  return Number.isNaN(found.getTime()) ? null : found;
}
