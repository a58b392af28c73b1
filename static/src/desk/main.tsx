/** Starts the workspace from the data inlined in the page, then connects it. */
import { render } from "preact";
import { loadCatalogue } from "../shared/i18n";
import { insertSprite } from "../shared/ui/Icon";
import { App } from "./app/App";
import { keepAttention } from "./app/attention";
import { keepWorking } from "./app/attention-work";
import { startClockwork } from "./app/clockwork";
import "./app/commands-go";
import "./app/commands-list";
import "./app/commands-ticket";
import { listenToKeys } from "./app/keys";
import { followHistory, refetch, reread, respell, startWith } from "./app/navigation";
import { reportSeen } from "./app/seeing";
import { keepTitle } from "./app/title";
import { keepAll } from "./composer/drafts";
import { load, startKeeping } from "./composer/keeping";
import { restoreUnsent } from "./composer/sending";
import { keepCalm } from "./list/calm";
import { connect } from "./net/socket";
import "./selection/keys";
import { whenGone, whenMoved, whenRenamed } from "./store/news";
import { viewsAgain } from "./store/saved";
import { openNumber } from "./store/state";
import type { PageData } from "./types";

const data = document.getElementById("page-data")?.textContent;
const root = document.getElementById("workspace");

/** Fetches anew what is on screen; when that fails, the banner and the panes say so. */
function reload(): void {
  void refetch().catch(() => undefined);
  void load();
}

if (data && root) {
  loadCatalogue();
  insertSprite();
  startWith(JSON.parse(data) as PageData);
  render(<App />, root);
  followHistory();
  listenToKeys();
  restoreUnsent();
  void startKeeping();
  startClockwork();
  keepCalm();
  keepTitle();
  keepAttention();
  keepWorking();
  reportSeen();
  addEventListener("pagehide", keepAll);
  whenGone((number) => {
    if (number === openNumber.value) reload();
  });
  whenMoved((number) => (number === null ? reload() : void reread(number).catch(() => undefined)));
  whenRenamed(() => void respell().catch(() => undefined));
  connect(reload);
  viewsAgain();
}
