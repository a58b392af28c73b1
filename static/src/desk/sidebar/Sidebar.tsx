/** The left pane: search, views with live counts, teams, the rest of the workspace, and me. */
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { PaletteButton } from "../app/PaletteButton";
import { navOpen } from "../app/panes";
import { viewIcon } from "../app/words";
import { SearchBox } from "../list/SearchBox";
import * as state from "../store/state";
import type { View } from "../types";
import { Availability } from "./Availability";
import { Bell } from "./Bell";
import { Me } from "./Me";
import { type Place, places } from "./places";
import { SavedViews } from "./SavedViews";
import { ViewLink } from "./ViewLink";

const logo = document.body.dataset.logo;
const workspaceName = document.body.dataset.workspace ?? "Helpdesk";

export function Sidebar() {
  const main = state.shownViews.value.filter((view) => view.group === "main");
  const teams = state.shownViews.value.filter((view) => view.group === "teams");
  return (
    <nav class="nav" id="nav" aria-label={t("Main")} inert={navOpen.value === false}>
      <div class="top">
        <a class="ws" href="/desk/tickets">
          {logo ? (
            <span class="mark pictured">
              <img src={logo} alt="" width={24} height={24} />
            </span>
          ) : (
            <span class="mark">
              <Icon name="life-buoy" />
            </span>
          )}
          <span class="cut">{workspaceName}</span>
        </a>
        <PaletteButton where="not-phone" />
        <Bell />
      </div>
      <SearchBox hint />
      <div class="scroll">
        <Views views={main} />
        {teams.length > 0 && <h2>{t("Teams")}</h2>}
        <Views views={teams} />
        <SavedViews />
        <h2>{t("Workspace")}</h2>
        {places().map((place) => (
          <Elsewhere key={place.href} {...place} />
        ))}
      </div>
      <Availability />
      <Me />
    </nav>
  );
}

function Views({ views }: { views: readonly View[] }) {
  return (
    <>
      {views.map((view) => (
        <ViewLink key={view.key} view={view} icon={viewIcon(view.key)} />
      ))}
    </>
  );
}

function Elsewhere({ href, icon, label }: Place) {
  return (
    <a class="nl" href={href}>
      <Icon name={icon} />
      {label}
    </a>
  );
}
