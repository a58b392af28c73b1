/** Asks for any date and time that is still to come, on the agent's own clock. */
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { t } from "../../shared/i18n";
import { Dialog } from "../../shared/ui/Dialog";
import { instantOf, wallOf } from "../../shared/wall-clock";
import { zone } from "../store/state";
import { timeAsked } from "./asked";
import { ForeignZone } from "./ForeignZone";

export default function TimeDialog() {
  const id = useId();
  const value = useSignal("");
  const question = timeAsked.value;
  if (!question) return null;
  const { heading, words, label, act, choose } = question;
  const { tz } = zone.value;
  const close = () => {
    timeAsked.value = null;
  };
  const at = instantOf(value.value, tz);
  const past = Boolean(value.value) && !(at > Date.now());
  return (
    <Dialog heading={heading} onClose={close}>
      <p>{words}</p>
      <form
        class="form dialogform"
        onSubmit={(event) => {
          event.preventDefault();
          if (past || Number.isNaN(at)) return;
          close();
          choose(at);
        }}
      >
        <div class="field">
          <label for={id}>{label}</label>
          <input
            class="input"
            id={id}
            type="datetime-local"
            required
            min={wallOf(Date.now(), tz)}
            aria-invalid={past}
            aria-describedby={past ? `${id}-error` : `${id}-zone`}
            onInput={(event) => {
              value.value = event.currentTarget.value;
            }}
          />
          {past && (
            <span class="err" id={`${id}-error`}>
              {t("Choose a time that is still to come.")}
            </span>
          )}
          <ForeignZone id={`${id}-zone`} />
        </div>
        <div class="act">
          <button type="button" class="btn ghost" onClick={close}>
            {t("Cancel")}
          </button>
          <button type="submit" class="btn primary">
            {act}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
