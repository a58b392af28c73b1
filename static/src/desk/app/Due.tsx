/** When the next promise to the customer is due: a chip that turns amber, then red, by itself. */
import { dueColour, dueShort } from "../../shared/due";
import { t } from "../../shared/i18n";
import { fullTime } from "../../shared/times";
import { Icon } from "../../shared/ui/Icon";
import { now, zone } from "../store/state";

export function Due({ at, class: className = "" }: { at: string; class?: string }) {
  const colour = dueColour(at, now.value);
  return (
    <time
      class={`due num ${colour} ${className}`}
      dateTime={at}
      title={t("Due {time}", { time: fullTime(at, zone.value) })}
    >
      <Icon name={colour === "red" ? "triangle-alert" : "clock"} size="xs" />
      <span class="sr">{t("due")} </span>
      {dueShort(at, now.value, zone.value)}
    </time>
  );
}
