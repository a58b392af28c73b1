/** What the contact asked before. */
import { t } from "../../shared/i18n";
import { shortDate } from "../../shared/times";
import { go, here } from "../app/navigation";
import { closePanelDrawer } from "../app/panes";
import { plainClick } from "../app/plain-click";
import { urlOf } from "../app/router";
import { statusWords } from "../app/words";
import * as state from "../store/state";
import type { ContactPanel } from "../types";

export function EarlierTickets({ earlier }: { earlier: ContactPanel["earlier"] }) {
  return (
    <div class="sec">
      <h4>{t("Earlier tickets")}</h4>
      <div class="past">
        {earlier.map((each) => (
          <a
            key={each.number}
            href={urlOf({ ...here(), number: each.number })}
            title={`#${each.number} ${each.subject}`}
            onClick={plainClick(() => {
              closePanelDrawer();
              go({ number: each.number });
            })}
          >
            <span class={`dot ${each.status}`}>
              <span class="sr">{statusWords(each.status)}</span>
            </span>
            <span class="cut">{each.subject || t("(no subject)")}</span>
            <time dateTime={each.created_at}>
              {shortDate(each.created_at, state.now.value, state.zone.value)}
            </time>
          </a>
        ))}
      </div>
    </div>
  );
}
