/** The bell: how many tickets have something unread, and the way to what it was. */
import { t, tn } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { badge, unread } from "../store/bell";

/** In words, for who does not see the badge. */
function spoken(): string {
  const count = unread.value.size;
  return count ? tn("{n} unread notification", "{n} unread notifications", count) : t("Notifications");
}

function Badge() {
  const words = badge(unread.value.size);
  return words ? <span class="badge num">{words}</span> : null;
}

export function Bell() {
  return (
    <a
      class="btn ghost icon bell"
      href="/desk/notifications"
      title={t("Notifications")}
      aria-label={spoken()}
    >
      <Icon name="bell" />
      <Badge />
    </a>
  );
}

/** The same in the phone's bottom bar. */
export function BellTab() {
  return (
    <a href="/desk/notifications" aria-label={spoken()}>
      <Icon name="bell" />
      <Badge />
      {t("Notifications")}
    </a>
  );
}
