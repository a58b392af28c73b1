/** The workspace: panes side by side, one at a time on a phone, and what floats above them. */
import { t } from "../../shared/i18n";
import { ContactPane } from "../contact/ContactPane";
import { Conversation } from "../conversation/Conversation";
import { ListPane } from "../list/ListPane";
import { MacroPlace } from "../macros/MacroButton";
import { Sidebar } from "../sidebar/Sidebar";
import { StartDialog } from "../start/StartDialog";
import { undivided } from "../store/held";
import * as state from "../store/state";
import { BuilderHost } from "../views/BuilderHost";
import { ConnectionBanner } from "./ConnectionBanner";
import { DropZone } from "./DropZone";
import { Edge } from "./Edge";
import { KeyHelp } from "./KeyHelp";
import { MachinesBanner } from "./MachinesBanner";
import { PaletteHost } from "./PaletteHost";
import { closeNav, navFolded, navIsDrawer, panelIsDrawer, panelOpen } from "./panes";
import { Rare } from "./Rare";
import { TabBar } from "./TabBar";
import { Toasts } from "./Toasts";
import { PANES, widths } from "./widths";

/** The widths that were chosen, for the style sheet; without one it knows its own. */
function chosen(): Record<string, string> {
  return Object.fromEntries(Object.entries(widths.value).map(([name, width]) => [`--${name}`, `${width}px`]));
}

export function App() {
  const open = state.openNumber.value !== null;
  const classes = [
    "app",
    open && (panelIsDrawer.value || panelOpen.value) ? "" : "no-info",
    open && panelIsDrawer.value && panelOpen.value ? "info-open" : "",
    navIsDrawer.value ? "nav-open" : "",
    navFolded.value ? "no-nav" : "",
    open && undivided.value ? "undivided" : "",
  ];
  return (
    <div class={classes.filter(Boolean).join(" ")} data-pane={open ? "conv" : "list"} style={chosen()}>
      <div class="banners">
        <ConnectionBanner />
        <MachinesBanner />
      </div>
      <Sidebar />
      {navIsDrawer.value && (
        <button type="button" class="veil" aria-label={t("Close the menu")} onClick={closeNav} />
      )}
      <main class="work">
        <ListPane />
        <Edge pane={PANES.list} />
        <DropZone>
          <Conversation />
        </DropZone>
      </main>
      {open && panelOpen.value && !panelIsDrawer.value && <Edge pane={PANES.info} />}
      {open && <ContactPane />}
      <TabBar />
      <Toasts />
      <KeyHelp />
      <PaletteHost />
      <StartDialog />
      <Rare />
      <BuilderHost />
      <MacroPlace />
      <p class="sr" role="status" aria-live="polite">
        {state.announcement.value}
      </p>
    </div>
  );
}
