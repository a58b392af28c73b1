/** Grey shapes where messages will be. */
import { t } from "../../shared/i18n";

export function SkeletonMessages() {
  return (
    <div class="scroll" aria-busy="true">
      <span class="sr">{t("Loading…")}</span>
      <div class="thread" aria-hidden="true">
        {[0, 1, 2].map((index) => (
          <div key={index} class="msg card">
            <span class="sk c" />
            <div class="in skin">
              <span class="sk w1" />
              <span class="sk w3" />
              <span class="sk w2" />
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}
