/** Asks for a tag to put on tickets, or to take off. */
import { useSignal } from "@preact/signals";
import { t, tn } from "../../shared/i18n";
import { Dialog } from "../../shared/ui/Dialog";
import * as state from "../store/state";
import { asked } from "./asking";
import { changeMany } from "./bulk";

const LONGEST_TAG = 60;

function close(): void {
  asked.value = null;
}

export default function TagDialog() {
  const name = useSignal("");
  const numbers = asked.value;
  if (numbers === null) return null;
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
