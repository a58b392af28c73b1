/** Asks for any date and time at which a reply leaves. */
import { signal, useSignal } from "@preact/signals";
import { t } from "../../shared/i18n";
import { Dialog } from "../../shared/ui/Dialog";

/** What to do with the chosen instant, while the dialog is open. */
export const timeAsked = signal<((at: number) => void) | null>(null);

export function SendTimeDialog() {
  const value = useSignal("");
  const choose = timeAsked.value;
  if (choose === null) return null;
  const close = () => {
    timeAsked.value = null;
  };
  const at = Date.parse(value.value);
  const past = Boolean(value.value) && !(at > Date.now());
  const send = (event: Event) => {
    event.preventDefault();
    if (past || Number.isNaN(at)) return;
    close();
    choose(at);
  };
  return (
    <Dialog heading={t("Send later")} onClose={close}>
      <p>{t("It leaves at the time you choose. If the customer writes before, it waits for you.")}</p>
      <form class="form dialogform" onSubmit={send}>
        <div class="field">
          <label for="send-at">{t("When")}</label>
          <input
            class="input"
            id="send-at"
            type="datetime-local"
            required
            aria-invalid={past}
            aria-describedby={past ? "send-at-error" : undefined}
            onInput={(event) => {
              value.value = event.currentTarget.value;
            }}
          />
          {past && (
            <span class="err" id="send-at-error">
              {t("Choose a time that is still to come.")}
            </span>
          )}
        </div>
        <div class="act">
          <button type="button" class="btn ghost" onClick={close}>
            {t("Cancel")}
          </button>
          <button type="submit" class="btn primary">
            {t("Send later")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
