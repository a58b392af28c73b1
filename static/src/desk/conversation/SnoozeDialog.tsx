/** Asks for any date and time at which a snoozed ticket comes back. */
import { signal, useSignal } from "@preact/signals";
import { t } from "../../shared/i18n";
import { Dialog } from "../../shared/ui/Dialog";
import { setStatus } from "../store/verbs";

/** The number of the ticket being snoozed, while the dialog is open. */
export const snoozeAsked = signal<number | null>(null);

export function SnoozeDialog() {
  const value = useSignal("");
  const number = snoozeAsked.value;
  if (number === null) return null;
  const close = () => {
    snoozeAsked.value = null;
  };
  const at = Date.parse(value.value);
  const past = Boolean(value.value) && !(at > Date.now());
  const snooze = (event: Event) => {
    event.preventDefault();
    if (past || Number.isNaN(at)) return;
    close();
    void setStatus(number, "snoozed", new Date(at).toISOString());
  };
  return (
    <Dialog heading={t("Snooze the ticket")} onClose={close}>
      <p>{t("It comes back at the time you choose, or as soon as the customer writes.")}</p>
      <form class="form dialogform" onSubmit={snooze}>
        <div class="field">
          <label for="snooze-until">{t("Until")}</label>
          <input
            class="input"
            id="snooze-until"
            type="datetime-local"
            required
            aria-invalid={past}
            aria-describedby={past ? "snooze-error" : undefined}
            onInput={(event) => {
              value.value = event.currentTarget.value;
            }}
          />
          {past && (
            <span class="err" id="snooze-error">
              {t("Choose a time that is still to come.")}
            </span>
          )}
        </div>
        <div class="act">
          <button type="button" class="btn ghost" onClick={close}>
            {t("Cancel")}
          </button>
          <button type="submit" class="btn primary">
            {t("Snooze")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
