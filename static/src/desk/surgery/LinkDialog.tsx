/** Says which ticket this one has to do with: one pick, and it is linked. */
import { useSignal } from "@preact/signals";
import { t } from "../../shared/i18n";
import { Dialog } from "../../shared/ui/Dialog";
import * as state from "../store/state";
import { closeSurgery } from "./asked";
import { Finder } from "./Finder";
import { linkTicket, wordsOf } from "./verbs";

export function LinkDialog({ number }: { number: number }) {
  const trouble = useSignal("");
  const linked = state.tickets.value.get(number)?.linked ?? [];
  const link = async (other: number) => {
    try {
      await linkTicket(number, other);
      closeSurgery();
    } catch (error) {
      trouble.value = wordsOf(error);
    }
  };
  return (
    <Dialog heading={t("Link a ticket")} onClose={closeSurgery}>
      <div class="form dialogform surgery">
        <Finder
          number={number}
          without={[number, ...linked.map((each) => each.number)]}
          pick={(row) => void link(row.number)}
        />
        {trouble.value && (
          <span class="err" role="alert">
            {trouble.value}
          </span>
        )}
        <div class="act">
          <button type="button" class="btn ghost" onClick={closeSurgery}>
            {t("Cancel")}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
