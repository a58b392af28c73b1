/** Online or away: whether new tickets may come to me by themselves. Pages without scripts have the same as a form. */
import { t } from "../../shared/i18n";
import { me } from "../store/state";
import { setAvailability } from "../store/verbs";

export function Availability() {
  const online = me.value.availability === "online";
  return (
    <div class="avail">
      <button
        type="button"
        class="nl"
        aria-label={online ? t("Online: go away") : t("Away: go online")}
        title={
          online
            ? t("New tickets may come to you by themselves.")
            : t("You keep your tickets; no new ones come by themselves.")
        }
        onClick={() => void setAvailability(online ? "away" : "online")}
      >
        <span class={`dot ${online ? "open" : "pending"}`} />
        {online ? t("Online") : t("Away")}
        <span class={online ? "switch on" : "switch"} />
      </button>
    </div>
  );
}
