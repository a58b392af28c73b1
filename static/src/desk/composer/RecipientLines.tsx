/** To, Cc and Bcc as lines of chips; the arrows choose among known contacts, a comma, Enter or Tab ends an address. */

import { t } from "../../shared/i18n";
import type { KnownTicket } from "../types";
import { draftOf, edit } from "./drafts";
import { linesOpen } from "./half-typed";
import { RecipientLine } from "./RecipientLine";
import { recipients } from "./recipients";
import { inboxOf } from "./ways";

export function RecipientLines({ ticket }: { ticket: KnownTicket }) {
  const { number } = ticket;
  if (linesOpen.value !== number || ticket.live) return null;
  const draft = draftOf(number);
  const { to, cc, bcc } = recipients(draft, ticket);
  const kind = inboxOf(draft, ticket)?.address_kind ?? "email";
  const line = { number, kind };
  return (
    <div class="lines">
      <RecipientLine
        {...line}
        field="to"
        label={t("To")}
        addresses={to}
        change={(now) => edit(number, { to: now })}
      />
      <RecipientLine
        {...line}
        field="cc"
        label={t("Cc")}
        addresses={cc}
        change={(now) => edit(number, { cc: now })}
      />
      <RecipientLine
        {...line}
        field="bcc"
        label={t("Bcc")}
        addresses={bcc}
        change={(now) => edit(number, { bcc: now })}
      />
    </div>
  );
}
