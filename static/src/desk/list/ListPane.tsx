/** The second pane: heading, filters, and the rows of the present view. */
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { PaletteButton } from "../app/PaletteButton";
import { navFolded, openNav } from "../app/panes";
import { WorkButton } from "../app/WorkBar";
import { SelectionBar } from "../selection/SelectionBar";
import { selecting } from "../selection/selecting";
import { mayStart, openStart } from "../start/starting";
import * as state from "../store/state";
import { AppliedFilters } from "./AppliedFilters";
import { FilterMenu } from "./FilterMenu";
import { Rows } from "./Rows";
import { SearchBox } from "./SearchBox";
import { Searched } from "./Searched";
import { Segments } from "./Segments";

function heading(): string {
  if (state.filters.value.q) return t("Search");
  if (state.filters.value.f) return t("Filtered tickets");
  return state.currentView.value?.label ?? t("Tickets");
}

export function ListPane() {
  const view = state.currentView.value;
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
        <h1 class="cut">{heading()}</h1>
        {plain && view?.count != null && <span class="n num">{view.count}</span>}
        <span class="sp" />
        <PaletteButton where={navFolded.value ? "" : "only-narrow"} />
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
      {selecting.value ? <SelectionBar /> : <Segments />}
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
