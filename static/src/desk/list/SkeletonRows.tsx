/** Grey shapes where rows will be. */
import { t } from "../../shared/i18n";

const WIDTHS = ["w1", "w2", "w1", "w3", "w2", "w1", "w2"];

export function SkeletonRows() {
  return (
    <div class="scroll" aria-busy="true">
      <span class="sr">{t("Loading…")}</span>
      {WIDTHS.map((width, index) => (
        <div key={index} class="skrow" aria-hidden="true">
          <span class="sk c" />
          <span>
            <span class={`sk ${width}`} />
            <span class="sk w3" />
          </span>
        </div>
      ))}
    </div>
  );
}

/** The same at the end of a list, while its next page comes. */
export function SkeletonMore() {
  return (
    <>
      <span class="sr">{t("Loading more…")}</span>
      {WIDTHS.slice(0, 2).map((width, index) => (
        <div key={index} class="skrow" aria-hidden="true">
          <span class="sk c" />
          <span>
            <span class={`sk ${width}`} />
            <span class="sk w3" />
          </span>
        </div>
      ))}
    </>
  );
}
