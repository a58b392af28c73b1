/** Tickets that have to do with this one; more are linked and unlinked here. */
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { surgeryAsked } from "../surgery/asked";
import { unlinkTicket } from "../surgery/verbs";
import type { KnownTicket } from "../types";
import { TicketLine } from "./TicketLine";

export function LinkedTickets({ ticket }: { ticket: KnownTicket }) {
  const linked = ticket.linked ?? [];
  return (
    <div class="sec">
      <h4>
        {t("Linked tickets")}
        <button
          type="button"
          class="btn ghost small"
          onClick={() => {
            surgeryAsked.value = { kind: "link", number: ticket.number };
          }}
        >
          <Icon name="link" size="s" />
          {t("Link")}
        </button>
      </h4>
      {linked.length === 0 && <p class="quiet">{t("Nothing is linked to this ticket.")}</p>}
      <ul class="past links">
        {linked.map((each) => (
          <li key={each.number}>
            <TicketLine ticket={each} />
            <button
              type="button"
              class="btn ghost icon small"
              aria-label={t("Take away the link to ticket {number}", { number: each.number })}
              title={t("Take away the link")}
              onClick={() => void unlinkTicket(ticket.number, each.number)}
            >
              <Icon name="x" size="s" />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
