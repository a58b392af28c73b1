/** Behaviour of server-rendered pages: each module looks for its data attributes and does one thing. */
import { loadCatalogue } from "../shared/i18n";
import { watchBell } from "./bell";
import { askBeforeSending } from "./confirm";
import { copyOnClick } from "./copy";
import { letFlashesLeave } from "./flash";
import { sayHere } from "./here";
import { showLocalTimes } from "./local-times";
import { foldNavigation } from "./navigation";
import { refreshParts } from "./refresh";
import { reshapeForms } from "./reshape";
import { submitOnChange } from "./submit";

loadCatalogue();
showLocalTimes();
copyOnClick();
askBeforeSending();
letFlashesLeave();
submitOnChange();
foldNavigation();
refreshParts(showLocalTimes);
sayHere();
reshapeForms(showLocalTimes);
void watchBell(showLocalTimes);
