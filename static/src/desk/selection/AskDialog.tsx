/** Asks for a tag to put on or take off, or for the time at which snoozed tickets come back. */
import { useSignal } from "@preact/signals";
import { t, tn } from "../../shared/i18n";
import { Dialog } from "../../shared/ui/Dialog";
import * as state from "../store/state";
import { asked } from "./asking";
import { changeMany } from "./bulk";
import { snoozeUntil } from "./choices";

const LONGEST_TAG = 60;

function close(): void {
  asked.value = null;
}

export default function AskDialog() {
  const question = asked.value;
  if (!question) return null;
  return question.what === "tag" ? (
    <AskTag numbers={question.numbers} />
  ) : (
    <AskTime numbers={question.numbers} />
  );
}

function AskTag({ numbers }: { numbers: readonly number[] }) {
  const name = useSignal("");
  const use = (action: "tag" | "untag") => {
    if (!name.value.trim()) return;
    close();
    void changeMany(numbers, { action, params: { name: name.value } });
  };
  return (
    <Dialog heading={tn("Tag {n} ticket", "Tag {n} tickets", numbers.length)} onClose={close}>
      <form
        class="form dialogform"
        onSubmit={(event) => {
          event.preventDefault();
          use("tag");
        }}
      >
        <div class="field">
          <label for="bulk-tag">{t("Tag")}</label>
          <input
            class="input"
            id="bulk-tag"
            list="bulk-tags"
            maxLength={LONGEST_TAG}
            required
            autocomplete="off"
            onInput={(event) => {
              name.value = event.currentTarget.value;
            }}
          />
          <datalist id="bulk-tags">
            {state.tags.value.map((tag) => (
              <option key={tag} value={tag} />
            ))}
          </datalist>
        </div>
        <div class="act">
          <button type="button" class="btn ghost" onClick={close}>
            {t("Cancel")}
          </button>
          <button type="button" class="btn" disabled={!name.value.trim()} onClick={() => use("untag")}>
            {t("Take off")}
          </button>
          <button type="submit" class="btn primary">
            {t("Add tag")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function AskTime({ numbers }: { numbers: readonly number[] }) {
  const value = useSignal("");
  const at = Date.parse(value.value);
  const past = Boolean(value.value) && !(at > Date.now());
  return (
    <Dialog heading={tn("Snooze {n} ticket", "Snooze {n} tickets", numbers.length)} onClose={close}>
      <p>{t("It comes back at the time you choose, or as soon as the customer writes.")}</p>
      <form
        class="form dialogform"
        onSubmit={(event) => {
          event.preventDefault();
          if (past || Number.isNaN(at)) return;
          close();
          snoozeUntil(numbers, at);
        }}
      >
        <div class="field">
          <label for="bulk-until">{t("Until")}</label>
          <input
            class="input"
            id="bulk-until"
            type="datetime-local"
            required
            aria-invalid={past}
            aria-describedby={past ? "bulk-until-error" : undefined}
            onInput={(event) => {
              value.value = event.currentTarget.value;
            }}
          />
          {past && (
            <span class="err" id="bulk-until-error">
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
