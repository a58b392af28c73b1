/** Says that a message came in while one wrote; the draft stays, and sending again is allowed. */
import { t, tn } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";

export function MovedOn({ ids }: { ids: readonly number[] }) {
  const first = ids[0];
  return (
    <div class="banner info" role="alert">
      <Icon name="eye" />
      <span>
        {tn(
          "A new message came in while you wrote.",
          "{n} new messages came in while you wrote.",
          ids.length,
        )}{" "}
        {t("Your draft is kept: read, then send.")}
      </span>
      <button
        type="button"
        onClick={() => document.getElementById(`message-${first}`)?.scrollIntoView({ block: "center" })}
      >
        {t("Show")}
      </button>
    </div>
  );
}
