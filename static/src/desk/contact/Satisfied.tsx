/** How it went, in the customer's own number and words. */
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { When } from "../app/When";
import { scoreColour } from "../app/words";
import type { Satisfaction } from "../types";

export function Satisfied({ judged }: { judged: Satisfaction }) {
  return (
    <div class="sec judgement">
      <h4>{t("Satisfaction")}</h4>
      {judged.score === null ? (
        <p class="muted">
          {t("Asked, not answered yet")} · <When at={judged.asked_at} />
        </p>
      ) : (
        <>
          <p>
            <span class={`chip ${scoreColour(judged.score)}`}>
              <Icon name="star" size="xs" />
              {t("{score} of 5", { score: judged.score })}
            </span>
            {judged.answered_at && <When at={judged.answered_at} class="muted" />}
          </p>
          {judged.comment && <blockquote dir="auto">{judged.comment}</blockquote>}
        </>
      )}
    </div>
  );
}
