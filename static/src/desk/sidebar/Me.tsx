/** Who is logged in, the way the desk is connected, and the way out. */
import { t } from "../../shared/i18n";
import { Avatar } from "../../shared/ui/Avatar";
import { Icon } from "../../shared/ui/Icon";
import { connection, me } from "../store/state";

const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content;

export function Me() {
  const words = {
    live: t("Live"),
    connecting: t("Connecting…"),
    polling: t("Live, by polling"),
    offline: t("Not connected"),
  }[connection.value];
  const live = connection.value === "live" || connection.value === "polling";
  return (
    <div class="me">
      <Avatar id={me.value.id} name={me.value.name}>
        {live && <span class="on" />}
      </Avatar>
      <a class="grow" href="/desk/profile" title={t("Your profile")}>
        <b class="cut">{me.value.name}</b>
        <small class="cut">{words}</small>
      </a>
      <form method="post" action="/logout">
        <input type="hidden" name="csrf_token" value={token} />
        <button type="submit" class="btn ghost icon" aria-label={t("Log out")} title={t("Log out")}>
          <Icon name="log-out" />
        </button>
      </form>
    </div>
  );
}
