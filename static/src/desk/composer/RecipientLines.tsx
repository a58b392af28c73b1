/** To, Cc and Bcc as lines of chips; typing or pasting an address and a comma, Enter or Tab adds it. */
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import type { KnownTicket } from "../types";
import { linesOpen } from "./ComposerTabs";
import { draftOf, edit } from "./drafts";
import { addressesIn, recipients } from "./recipients";

export function RecipientLines({ ticket }: { ticket: KnownTicket }) {
  const { number } = ticket;
  if (linesOpen.value !== number || ticket.live) return null;
  const { to, cc, bcc } = recipients(draftOf(number), ticket);
  return (
    <div class="lines">
      <Line label={t("To")} addresses={to} change={(value) => edit(number, { to: value })} />
      <Line label={t("Cc")} addresses={cc} change={(value) => edit(number, { cc: value })} />
      <Line label={t("Bcc")} addresses={bcc} change={(value) => edit(number, { bcc: value })} />
    </div>
  );
}

interface LineProps {
  label: string;
  addresses: string[];
  change: (addresses: string[]) => void;
}

function Line({ label, addresses, change }: LineProps) {
  const id = useId();
  const typed = useSignal("");
  const commit = () => {
    const { good, rest } = addressesIn(typed.value);
    if (good.length > 0) change([...new Set([...addresses, ...good])]);
    typed.value = rest;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const ends = event.key === "Enter" || event.key === "," || event.key === ";";
    if (ends && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      commit();
    } else if (event.key === "Backspace" && typed.value === "") change(addresses.slice(0, -1));
  };
  return (
    <div class="line">
      <label for={id}>{label}</label>
      <div class="addrs">
        {addresses.map((address) => (
          <span key={address} class="chip line">
            <span class="cut">{address}</span>
            <button
              type="button"
              aria-label={t("Remove {address}", { address })}
              onClick={() => change(addresses.filter((each) => each !== address))}
            >
              <Icon name="x" size="xs" />
            </button>
          </span>
        ))}
        <input
          id={id}
          type="text"
          inputmode="email"
          autocomplete="off"
          aria-invalid={typed.value !== "" && addressesIn(typed.value).good.length === 0}
          value={typed.value}
          onInput={(event) => {
            typed.value = event.currentTarget.value;
            if (/[,;\n]/.test(typed.value)) commit();
          }}
          onKeyDown={onKeyDown}
          onBlur={commit}
        />
      </div>
    </div>
  );
}
