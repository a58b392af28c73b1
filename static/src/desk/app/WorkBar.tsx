/** How far one has come while working through, above the ticket. */
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { undivided } from "../store/held";
import { toggleAttention } from "./attention";
import { endWork, nextUrgent, work } from "./attention-work";
import { hinted } from "./commands";

export function WorkBar() {
  const round = work.value;
  if (!round && !undivided.value) return null;
  return (
    <div class="workbar">
      <Icon name={round ? "zap" : "eye"} size="s" />
      <span class="cut" role="status">
        {round
          ? t("{done} done, {left} left", { done: round.done, left: round.left })
          : t("Undivided attention")}
      </span>
      <span class="sp" />
      {round && (
        <button
          type="button"
          class="btn ghost small"
          title={hinted(t("Next ticket"), "work")}
          onClick={() => void nextUrgent()}
        >
          {t("Next")}
        </button>
      )}
      <button type="button" class="btn ghost small" onClick={round ? endWork : toggleAttention}>
        {t("Leave")}
      </button>
    </div>
  );
}

export function WorkButton() {
  return (
    <button
      type="button"
      class="btn ghost icon"
      aria-label={t("Work through")}
      title={hinted(t("Work through: the most urgent for me"), "work")}
      onClick={() => void nextUrgent()}
    >
      <Icon name="zap" />
    </button>
  );
}
