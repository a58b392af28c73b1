/** Asks before a message is blanked: there is no way back. */
import { useSignal } from "@preact/signals";
import { t } from "../../shared/i18n";
import { Dialog } from "../../shared/ui/Dialog";
import type { Message } from "../types";
import { closeSurgery } from "./asked";
import { redactMessage, wordsOf } from "./verbs";

export function RedactDialog({ message }: { message: Message }) {
  const trouble = useSignal("");
  const busy = useSignal(false);
  const redact = async () => {
    if (busy.value) return;
    busy.value = true;
    try {
      await redactMessage(message);
      closeSurgery();
    } catch (error) {
      trouble.value = wordsOf(error);
    }
    busy.value = false;
  };
  return (
    <Dialog heading={t("Redact this message?")} onClose={closeSurgery}>
      <p>
        {t(
          "Its words and files are blanked for everybody and cannot be brought back. What was sent stays with whoever got it.",
        )}
      </p>
      {trouble.value && (
        <span class="err" role="alert">
          {trouble.value}
        </span>
      )}
      <div class="act">
        <button type="button" class="btn ghost" onClick={closeSurgery}>
          {t("Cancel")}
        </button>
        <button type="button" class="btn danger" disabled={busy.value} onClick={() => void redact()}>
          {t("Redact")}
        </button>
      </div>
    </Dialog>
  );
}
