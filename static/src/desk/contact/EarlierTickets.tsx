/** What the contact asked before. */
import { t } from "../../shared/i18n";
import type { ContactPanel } from "../types";
import { TicketLine } from "./TicketLine";

export function EarlierTickets({ earlier }: { earlier: ContactPanel["earlier"] }) {
  return (
    <div class="sec">
      <h4>{t("Earlier tickets")}</h4>
      <div class="past">
        {earlier.map((each) => (
          <TicketLine key={each.number} ticket={each} />
        ))}
      </div>
    </div>
  );
}
