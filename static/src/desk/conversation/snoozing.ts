/** The choices of the snooze menu. */
import { t } from "../../shared/i18n";
import type { Choice } from "../../shared/ui/Menu";
import { zone } from "../store/state";
import { setStatus } from "../store/verbs";
import { snoozeAsked } from "./SnoozeDialog";
import { snoozeHint, snoozeTimes } from "./snooze-times";

export function snoozeChoices(number: number): Choice[] {
  const now = Date.now();
  const offered = snoozeTimes(now, zone.value.tz).map(({ key, label, at }) => ({
    key,
    label,
    hint: snoozeHint(at, now, zone.value),
    pick: () => void setStatus(number, "snoozed", new Date(at).toISOString()),
  }));
  const other = {
    key: "other",
    label: t("Another time…"),
    apart: true,
    pick: () => {
      snoozeAsked.value = number;
    },
  };
  return [...offered, other];
}
