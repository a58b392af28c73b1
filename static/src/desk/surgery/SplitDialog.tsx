/** From this message on it is a matter of its own: under which subject? */
import { useSignal } from "@preact/signals";
import { t } from "../../shared/i18n";
import { Dialog } from "../../shared/ui/Dialog";
import * as state from "../store/state";
import type { Message } from "../types";
import { closeSurgery } from "./asked";
import { splitTicket, wordsOf } from "./verbs";

export function SplitDialog({ message }: { message: Message }) {
  const subject = useSignal(state.tickets.value.get(message.ticket_number)?.subject ?? "");
  const trouble = useSignal("");
  const busy = useSignal(false);
  const split = async (event: Event) => {
    event.preventDefault();
    if (busy.value) return;
    busy.value = true;
    try {
      await splitTicket(message.ticket_number, message.id, subject.value);
      closeSurgery();
    } catch (error) {
      trouble.value = wordsOf(error);
    }
    busy.value = false;
  };
  return (
    <Dialog heading={t("Split the ticket here")} onClose={closeSurgery}>
      <p>
        {t(
          "This message and all that came after it move to a new ticket of the same person. Both stay linked.",
        )}
      </p>
      <form class="form dialogform surgery" onSubmit={(event) => void split(event)}>
        <div class="field">
          <label for="split-subject">{t("Subject of the new ticket")}</label>
          <input
            class="input"
            id="split-subject"
            required
            maxlength={500}
            aria-invalid={trouble.value !== ""}
            aria-describedby={trouble.value ? "split-error" : undefined}
            value={subject.value}
            onInput={(event) => {
              subject.value = event.currentTarget.value;
              trouble.value = "";
            }}
          />
          {trouble.value && (
            <span class="err" id="split-error" role="alert">
              {trouble.value}
            </span>
          )}
        </div>
        <div class="act">
          <button type="button" class="btn ghost" onClick={closeSurgery}>
            {t("Cancel")}
          </button>
          <button type="submit" class="btn primary" disabled={busy.value}>
            {t("Split")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
