/** What will be signed below the reply, folded: it goes into the mail and is never part of the words. */
import { t } from "../../shared/i18n";
import type { KnownTicket } from "../types";
import { signatures } from "./keeping";

export function Signature({ ticket }: { ticket: KnownTicket }) {
  const words = signatures.value[ticket.inbox.id];
  if (!words) return null;
  return (
    <details class="signed">
      <summary>{t("Signature")}</summary>
      <pre>{words}</pre>
      <a href="/desk/profile">{t("Change it in your profile")}</a>
    </details>
  );
}
