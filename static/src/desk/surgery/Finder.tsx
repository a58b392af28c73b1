/** A search field over the tickets that may be meant; picking one gives it to whoever asked. */
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { statusWords } from "../app/words";
import type { TicketRow } from "../types";
import { useFinding } from "./finding";

interface Props {
  number: number;
  without: readonly number[];
  pick: (row: TicketRow) => void;
}

export function Finder({ number, without, pick }: Props) {
  const { words, found } = useFinding(number);
  const choose = (row: TicketRow) => {
    words.value = "";
    pick(row);
  };
  const shown = found.value?.filter((row) => !without.includes(row.number));
  return (
    <>
      <div class="field">
        <label for="finder">{t("Find a ticket")}</label>
        <input
          class="input"
          id="finder"
          type="search"
          autocomplete="off"
          maxlength={200}
          placeholder={t("Number, subject, name or words")}
          value={words.value}
          onInput={(event) => {
            words.value = event.currentTarget.value;
          }}
          onKeyDown={(event) => {
            // Enter takes the first one instead of sending the form around it.
            if (event.key !== "Enter") return;
            event.preventDefault();
            const first = shown?.[0];
            if (first) choose(first);
          }}
        />
      </div>
      {shown && shown.length > 0 && (
        <p class="quiet">{words.value.trim() ? t("Found") : t("From the same person")}</p>
      )}
      <ul class="finder" aria-label={t("Tickets")} aria-busy={shown === undefined}>
        {shown?.map((row) => (
          <li key={row.number}>
            <button type="button" onClick={() => choose(row)}>
              <TicketWords row={row} />
              <Icon name="plus" size="s" />
            </button>
          </li>
        ))}
      </ul>
      {shown?.length === 0 && (
        <p class="quiet" role="status">
          {words.value.trim() ? t("No ticket fits.") : t("This person has no other ticket.")}
        </p>
      )}
    </>
  );
}

/** A ticket in two lines: state and subject, then number and person. */
export function TicketWords({ row }: { row: TicketRow }) {
  return (
    <>
      <span class={`dot ${row.status}`}>
        <span class="sr">{statusWords(row.status)}</span>
      </span>
      <span class="twolines">
        <b class="cut">{row.subject || t("(no subject)")}</b>
        <small class="cut">
          {`#${row.number} · ${row.contact.name}${row.assignee ? ` · ${row.assignee.name}` : ""}`}
        </small>
      </span>
    </>
  );
}
