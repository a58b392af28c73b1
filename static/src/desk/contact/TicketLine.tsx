/** Another ticket as a line of the panel: its state, its subject, since when. */
import { t } from "../../shared/i18n";
import { shortDate } from "../../shared/times";
import { go, here } from "../app/navigation";
import { closePanelDrawer } from "../app/panes";
import { plainClick } from "../app/plain-click";
import { urlOf } from "../app/router";
import { statusWords } from "../app/words";
import * as state from "../store/state";
import type { Linked } from "../types";

export function TicketLine({ ticket }: { ticket: Linked }) {
  return (
    <a
      href={urlOf({ ...here(), number: ticket.number })}
      title={`#${ticket.number} ${ticket.subject}`}
      onClick={plainClick(() => {
        closePanelDrawer();
        go({ number: ticket.number });
      })}
    >
      <span class={`dot ${ticket.status}`}>
        <span class="sr">{statusWords(ticket.status)}</span>
      </span>
      <span class="cut">{ticket.subject || t("(no subject)")}</span>
      <time dateTime={ticket.created_at}>
        {shortDate(ticket.created_at, state.now.value, state.zone.value)}
      </time>
    </a>
  );
}
