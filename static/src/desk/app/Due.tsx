/** When the next promise to the customer is due: a chip that turns amber, then red, by itself. */
import { dueColour, dueLong, dueShort } from "../../shared/due";
import { t } from "../../shared/i18n";
import { fullTime } from "../../shared/times";
import { Icon } from "../../shared/ui/Icon";
import { now, zone } from "../store/state";

interface Props {
  at: string;
  long?: boolean;
  class?: string;
}

export function Due({ at, long = false, class: className = "" }: Props) {
  const colour = dueColour(at, now.value);
  const words = (long ? dueLong : dueShort)(at, now.value, zone.value);
  return (
    <time
      class={`due num ${colour} ${className}`}
      dateTime={at}
      title={t("Due {time}", { time: fullTime(at, zone.value) })}
    >
      <Icon name={colour === "red" ? "triangle-alert" : "clock"} size="xs" />
      {!long && <span class="sr">{t("due")} </span>}
      {words}
    </time>
  );
}
