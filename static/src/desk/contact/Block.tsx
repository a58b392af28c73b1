/** Blocks or unblocks the contact; blocking asks first, because their mail is then kept but opens no ticket. */
import { useSignal } from "@preact/signals";
import { t } from "../../shared/i18n";
import { Dialog } from "../../shared/ui/Dialog";
import { Icon } from "../../shared/ui/Icon";
import { setBlocked } from "../store/verbs";
import type { ContactPanel, KnownTicket } from "../types";

export function Block({ ticket, contact }: { ticket: KnownTicket; contact: ContactPanel }) {
  const asking = useSignal(false);
  const close = () => {
    asking.value = false;
  };
  const block = () => {
    close();
    void setBlocked(ticket.number, contact.id, true);
  };
  return (
    <div class="sec">
      {contact.blocked ? (
        <button
          type="button"
          class="btn small"
          onClick={() => void setBlocked(ticket.number, contact.id, false)}
        >
          <Icon name="rotate-ccw" size="s" />
          {t("Unblock this contact")}
        </button>
      ) : (
        <button
          type="button"
          class="btn ghost small outdent"
          onClick={() => {
            asking.value = true;
          }}
        >
          <Icon name="ban" size="s" />
          {t("Block this contact")}
        </button>
      )}
      {asking.value && (
        <Dialog heading={t("Block {name}?", { name: contact.name })} onClose={close}>
          <p>{t("What they send is kept, but it reaches no ticket until they are unblocked.")}</p>
          <div class="act">
            <button type="button" class="btn ghost" onClick={close}>
              {t("Cancel")}
            </button>
            <button type="button" class="btn primary" onClick={block}>
              {t("Block")}
            </button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
