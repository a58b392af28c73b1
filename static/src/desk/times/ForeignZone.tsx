/** Says whose clock a time is read by, where the browser's is another than the agent's. */
import { t } from "../../shared/i18n";
import { ahead } from "../../shared/wall-clock";
import { zone } from "../store/state";

export function ForeignZone({ id }: { id: string }) {
  const { tz } = zone.value;
  const now = Date.now();
  if (ahead(now, tz) === -new Date(now).getTimezoneOffset() * 60_000) return null;
  return (
    <span class="hint" id={id}>
      {t("By the clock of {zone}.", { zone: tz.replaceAll("_", " ") })}
    </span>
  );
}
