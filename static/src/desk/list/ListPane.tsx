/** The second pane: heading, filters, and the rows of the present view. */
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { openNav } from "../app/panes";
import { WorkButton } from "../app/WorkBar";
import { mayStart, openStart } from "../start/starting";
import * as state from "../store/state";
import { AppliedFilters } from "./AppliedFilters";
import { FilterMenu } from "./FilterMenu";
import { Rows } from "./Rows";
import { SearchBox } from "./SearchBox";
import { Searched } from "./Searched";
import { Segments } from "./Segments";

export function ListPane() {
  const view = state.currentView.value;
  const searching = Boolean(state.filters.value.q);
  const plain = Object.keys(state.filters.value).every((name) => name === "sort");
  return (
    <section class="list" aria-label={t("Tickets")}>
      <div class="bar">
        <button
          type="button"
          class="btn ghost icon only-narrow not-phone"
          aria-label={t("Open the menu")}
          onClick={openNav}
        >
          <Icon name="menu" />
        </button>
        <h1 class="cut">{searching ? t("Search") : (view?.label ?? t("Tickets"))}</h1>
        {plain && view?.count != null && <span class="n num">{view.count}</span>}
        <span class="sp" />
        <WorkButton />
        <FilterMenu />
        {mayStart() && (
          <button
            type="button"
            class="btn ghost icon"
            aria-label={t("New ticket")}
            title={t("New ticket")}
            onClick={openStart}
          >
            <Icon name="pencil" />
          </button>
        )}
      </div>
      <Segments />
      <div class="searchrow only-narrow">
        <SearchBox />
      </div>
      <AppliedFilters />
      <Searched />
      {state.listState.value === "loading" && <div class="progress" aria-hidden="true" />}
      <Rows />
    </section>
  );
}
