/** Until when tickets are snoozed: the choices of the menu, and any time. */
import { t, tn } from "../../shared/i18n";
import type { Choice } from "../../shared/ui/Menu";
import { zone } from "../store/state";
import { setStatus } from "../store/verbs";
import { askTime } from "../times/asked";
import { snoozeHint, snoozeTimes } from "./snooze-times";

export function snoozeChoices(number: number): Choice[] {
  const now = Date.now();
  const offered = snoozeTimes(now, zone.value.tz).map(({ key, label, at }) => ({
    key,
    label,
    hint: snoozeHint(at, now, zone.value),
    pick: () => snooze(number, at),
  }));
  const other = {
    key: "other",
    label: t("Another time…"),
    apart: true,
    pick: () => askSnooze(1, (at) => snooze(number, at)),
  };
  return [...offered, other];
}

export function askSnooze(many: number, choose: (at: number) => void): void {
  askTime({
    heading: many === 1 ? t("Snooze the ticket") : tn("Snooze {n} ticket", "Snooze {n} tickets", many),
    words: t("It comes back at the time you choose, or as soon as the customer writes."),
    label: t("Until"),
    act: t("Snooze"),
    choose,
  });
}

export function snooze(number: number, at: number): void {
  void setStatus(number, "snoozed", new Date(at).toISOString());
}
