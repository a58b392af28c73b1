/** Several tickets become one: which ones, which number stays, and what that moves. */
import { useSignal } from "@preact/signals";
import { t } from "../../shared/i18n";
import { Dialog } from "../../shared/ui/Dialog";
import { Icon } from "../../shared/ui/Icon";
import * as state from "../store/state";
import type { TicketRow } from "../types";
import { closeSurgery } from "./asked";
import { Finder, TicketWords } from "./Finder";
import { usePreview } from "./preview";
import { mergeTickets, wordsOf } from "./verbs";

export function MergeDialog({ numbers }: { numbers: readonly number[] }) {
  const chosen = useSignal<readonly TicketRow[]>(
    numbers.flatMap((number) => state.tickets.value.get(number) ?? []),
  );
  const keep = useSignal(numbers[0] ?? 0);
  const busy = useSignal(false);
  const trouble = useSignal("");
  const others = chosen.value.map((row) => row.number).filter((number) => number !== keep.value);
  const preview = usePreview(keep.value, others);
  const refusal = trouble.value || preview.value.refusal;
  const merge = async (event: Event) => {
    event.preventDefault();
    if (busy.value || others.length === 0) return;
    busy.value = true;
    try {
      await mergeTickets(keep.value, others);
      closeSurgery();
    } catch (error) {
      trouble.value = wordsOf(error);
    }
    busy.value = false;
  };
  const drop = (number: number) => {
    trouble.value = "";
    chosen.value = chosen.value.filter((row) => row.number !== number);
    if (keep.value === number) keep.value = chosen.value[0]?.number ?? 0;
  };
  return (
    <Dialog heading={t("Merge tickets")} onClose={closeSurgery}>
      <form class="form dialogform surgery" onSubmit={(event) => void merge(event)}>
        <fieldset>
          <legend>{t("Which number stays?")}</legend>
          <ul class="finder chosen">
            {chosen.value.map((row) => (
              <li key={row.number}>
                <label>
                  <input
                    type="radio"
                    name="keep"
                    checked={row.number === keep.value}
                    onChange={() => {
                      keep.value = row.number;
                      trouble.value = "";
                    }}
                  />
                  <TicketWords row={row} />
                </label>
                {chosen.value.length > 1 && (
                  <button
                    type="button"
                    class="btn ghost icon small"
                    aria-label={t("Leave ticket {number} out", { number: row.number })}
                    onClick={() => drop(row.number)}
                  >
                    <Icon name="x" size="s" />
                  </button>
                )}
              </li>
            ))}
          </ul>
        </fieldset>
        <Finder
          number={keep.value}
          without={chosen.value.map((row) => row.number)}
          pick={(row) => {
            chosen.value = [...chosen.value, row];
            trouble.value = "";
          }}
        />
        {others.length > 0 && !refusal && preview.value.words && (
          <p class="foreseen" role="status">
            {preview.value.words}
          </p>
        )}
        {refusal && (
          <span class="err" role="alert">
            {refusal}
          </span>
        )}
        <div class="act">
          <button type="button" class="btn ghost" onClick={closeSurgery}>
            {t("Cancel")}
          </button>
          <button
            type="submit"
            class="btn primary"
            disabled={busy.value || others.length === 0 || Boolean(preview.value.refusal)}
          >
            {t("Merge")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
