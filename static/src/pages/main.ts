/** Behaviour of server-rendered pages: each module looks for its data attributes and does one thing. */
import { loadCatalogue } from "../shared/i18n";
import { watchBell } from "./bell";
import { askBeforeSending } from "./confirm";
import { copyOnClick } from "./copy";
import { dragRows } from "./drag";
import { fitFrames } from "./fit";
import { letFlashesLeave } from "./flash";
import { writeFormed } from "./formed";
import { sayHere } from "./here";
import { showLocalTimes } from "./local-times";
import { foldNavigation } from "./navigation";
import { sendQuietly, submitOnEnter } from "./quiet";
import { refreshParts } from "./refresh";
import { reshapeForms } from "./reshape";
import { submitOnChange } from "./submit";

loadCatalogue();
refreshParts(showLocalTimes);
showLocalTimes();
copyOnClick();
askBeforeSending();
letFlashesLeave();
submitOnChange();
foldNavigation();
sendQuietly();
submitOnEnter();
sayHere();
dragRows();
fitFrames();
reshapeForms(() => {
  showLocalTimes();
  writeFormed();
});
writeFormed();
void watchBell(showLocalTimes);
