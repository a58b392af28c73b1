/** Above the rows of a search: how many there are, and what may be typed besides words. */
import { t } from "../../shared/i18n";
import { searched } from "../store/state";
import { SearchHint } from "./SearchHint";

export function Searched() {
  const found = searched.value;
  if (!found || found.count === 0) return null;
  return (
    <div class="searched">
      <span class="num" role="status">
        {found.count === 1 ? t("1 ticket found") : t("{count} tickets found", { count: found.count })}
      </span>
      <span class="sp" />
      <SearchHint />
    </div>
  );
}
