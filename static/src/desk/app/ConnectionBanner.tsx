/** Says so when what is on screen may be old: no network, or no server. */
import { t } from "../../shared/i18n";
import { clock } from "../../shared/times";
import { Icon } from "../../shared/ui/Icon";
import { staleSince, zone } from "../store/state";

export function ConnectionBanner() {
  const since = staleSince.value;
  const words =
    since !== null && !navigator.onLine
      ? t("You are offline. Replies are kept and sent when you are back.")
      : t("The server cannot be reached. What you see may be older than {time}.", {
          time: since === null ? "" : clock(new Date(since).toISOString(), zone.value),
        });
  return (
    <div role="status">
      {since !== null && (
        <div class="banner flat">
          <Icon name="wifi-off" />
          <span>{words}</span>
          {navigator.onLine && (
            <button type="button" onClick={() => location.reload()}>
              {t("Reload")}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
