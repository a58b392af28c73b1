/** What will be signed below the reply, folded: it goes into the mail and is never part of the words. */
import { t } from "../../shared/i18n";
import type { KnownTicket } from "../types";
import { draftOf } from "./drafts";
import { signatures } from "./keeping";
import { inboxOf } from "./ways";

export function Signature({ ticket }: { ticket: KnownTicket }) {
  const words = signatures.value[inboxOf(draftOf(ticket.number), ticket)?.id ?? 0];
  if (!words) return null;
  return (
    <details class="signed">
      <summary>{t("Signature")}</summary>
      <pre>{words}</pre>
      <a href="/desk/profile">{t("Change it in your profile")}</a>
    </details>
  );
}
