/** Sends a message on to somebody who takes no part: to whom, and which words above it. */
import { useSignal } from "@preact/signals";
import { t } from "../../shared/i18n";
import { Dialog } from "../../shared/ui/Dialog";
import { Refused } from "../net/http";
import { newKey } from "../start/starting";
import type { Message } from "../types";
import { closeSurgery } from "./asked";
import { forwardMessage, wordsOf } from "./verbs";

export function ForwardDialog({ message }: { message: Message }) {
  const to = useSignal("");
  const text = useSignal("");
  const trouble = useSignal<{ field: string; words: string } | null>(null);
  const busy = useSignal(false);
  const key = useSignal(newKey());
  const send = async (event: Event) => {
    event.preventDefault();
    if (busy.value) return;
    busy.value = true;
    try {
      const addresses = to.value.split(/[,;\s]+/).filter(Boolean);
      await forwardMessage(message, { to: addresses, text: text.value, client_key: key.value });
      closeSurgery();
    } catch (error) {
      trouble.value = { field: error instanceof Refused ? (error.field ?? "") : "", words: wordsOf(error) };
    }
    busy.value = false;
  };
  const wrong = trouble.value?.field === "to";
  const files = message.attachments.length;
  return (
    <Dialog heading={t("Forward this message")} onClose={closeSurgery}>
      <form class="form dialogform surgery" onSubmit={(event) => void send(event)}>
        <div class="field">
          <label for="forward-to">{t("To")}</label>
          <input
            class="input"
            id="forward-to"
            type="text"
            autocomplete="off"
            required
            placeholder={t("One or more addresses")}
            aria-invalid={wrong}
            aria-describedby={trouble.value ? "forward-error" : undefined}
            value={to.value}
            onInput={(event) => {
              to.value = event.currentTarget.value;
              trouble.value = null;
            }}
          />
        </div>
        <div class="field">
          <label for="forward-text">{t("Your words (optional)")}</label>
          <textarea
            class="input"
            id="forward-text"
            rows={4}
            dir="auto"
            value={text.value}
            onInput={(event) => {
              text.value = event.currentTarget.value;
            }}
          />
        </div>
        <p class="quiet">
          {files > 0
            ? t("The message and its {n} files follow below. The customer does not see this.", { n: files })
            : t("The message follows below. The customer does not see this.")}
        </p>
        {trouble.value && (
          <span class="err" id="forward-error" role="alert">
            {trouble.value.words}
          </span>
        )}
        <div class="act">
          <button type="button" class="btn ghost" onClick={closeSurgery}>
            {t("Cancel")}
          </button>
          <button type="submit" class="btn primary" disabled={busy.value}>
            {t("Forward")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
