/** The saved views under their heading, in their order; ways to make one and to change the one on screen. */
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import * as state from "../store/state";
import { savedIcon } from "../views/icons";
import { openBuilder } from "../views/opening";
import { ViewLink } from "./ViewLink";

export function SavedViews() {
  const views = state.shownViews.value.filter((view) => view.group === "saved");
  return (
    <>
      <div class="navhead">
        <h2>{t("Views")}</h2>
        <button
          type="button"
          class="btn ghost icon"
          aria-label={t("New view")}
          title={t("New view")}
          onClick={() => void openBuilder({ saving: true })}
        >
          <Icon name="plus" size="s" />
        </button>
      </div>
      {views.map((view) => (
        <div class="navrow" key={view.key}>
          <ViewLink view={view} icon={savedIcon(view.icon)} />
          {mayChange(view.key) && (
            <button
              type="button"
              class="btn ghost icon"
              aria-label={t("Change the view {name}", { name: view.label })}
              title={t("Change the view")}
              onClick={() => void openBuilder({ changing: view.key })}
            >
              <Icon name="pencil" size="s" />
            </button>
          )}
        </div>
      ))}
    </>
  );
}

function mayChange(key: string): boolean {
  return state.saved.value.some((view) => view.key === key && view.may_change);
}
