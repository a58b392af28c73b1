/** What this ticket has to say beside its messages. When resolving was refused, it leads to the first field lacking. */
import { useEffect } from "preact/hooks";
import { t } from "../../shared/i18n";
import { panelOpen, togglePanel } from "../app/panes";
import { lacking, saveTicketField } from "../store/fields";
import type { KnownTicket } from "../types";
import { Fields } from "./Fields";

/** How many frames a drawer may take to come. */
const FRAMES = 60;

/** Focuses a control as soon as it can be seen: a drawer that just opens takes no focus yet. */
function focusSoon(id: string, frames = FRAMES): void {
  const control = document.getElementById(id);
  control?.focus();
  if (frames > 0 && document.activeElement !== control)
    requestAnimationFrame(() => focusSoon(id, frames - 1));
}

export function TicketDetails({ ticket }: { ticket: KnownTicket }) {
  const owner = `ticket-${ticket.number}`;
  const asked = lacking.value?.number === ticket.number ? lacking.value : null;
  const first = asked?.ids[0];
  useEffect(() => {
    if (first === undefined) return;
    if (!panelOpen.peek()) togglePanel();
    focusSoon(`field-${owner}-${first}`);
  }, [asked]);
  return (
    <div class="sec">
      <h4>{t("Details")}</h4>
      <Fields
        owner={owner}
        fields={ticket.fields ?? []}
        save={(id, value) => saveTicketField(ticket, id, value)}
        lacking={asked?.ids ?? []}
      />
    </div>
  );
}
