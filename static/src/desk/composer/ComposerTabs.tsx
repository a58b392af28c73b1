/** Reply or note, and a summary of who gets the reply that opens the address lines. */
import { signal } from "@preact/signals";
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { moveFocus } from "../../shared/ui/roving";
import { channelIcon } from "../app/words";
import { featuresOf } from "../store/features";
import type { KnownTicket } from "../types";
import { type Draft, draftOf, edit } from "./drafts";
import { recipients } from "./recipients";

/** The ticket whose address lines are unfolded. */
export const linesOpen = signal<number | null>(null);

export function ComposerTabs({ ticket }: { ticket: KnownTicket }) {
  const { number } = ticket;
  const draft = draftOf(number);
  const tab = (mode: Draft["mode"], label: string, icon: "reply" | "sticky-note") => (
    <button
      type="button"
      class="btn ghost"
      role="tab"
      aria-selected={draft.mode === mode}
      tabindex={draft.mode === mode ? 0 : -1}
      onClick={() => edit(number, { mode })}
      onFocus={() => edit(number, { mode })}
    >
      <Icon name={icon} size="s" />
      {label}
    </button>
  );
  const onKey = (event: KeyboardEvent) => {
    const list = event.currentTarget as HTMLElement;
    if (event.key.startsWith("Arrow") && moveFocus(event, list.querySelectorAll<HTMLElement>("[role=tab]")))
      event.preventDefault();
  };
  return (
    <div class="tabs">
      <div class="tablist" role="tablist" aria-label={t("Kind of message")} onKeyDown={onKey}>
        {tab("reply", t("Reply"), "reply")}
        {tab("note", t("Note"), "sticky-note")}
      </div>
      <span class="sp" />
      {draft.mode === "reply" && <Summary ticket={ticket} draft={draft} />}
    </div>
  );
}

function Summary({ ticket, draft }: { ticket: KnownTicket; draft: Draft }) {
  if (ticket.live) {
    return (
      <span class="recip live">
        <Icon name={channelIcon(ticket.channel)} size="s" />
        <span class="cut">{t("To {first}", { first: ticket.contact.name })}</span>
      </span>
    );
  }
  const { to, cc, bcc } = recipients(draft, ticket);
  const open = linesOpen.value === ticket.number;
  const first = draft.to === null ? ticket.contact.name.split(" ")[0] || ticket.contact.address : to[0];
  if (!featuresOf(ticket).copies) {
    return (
      <span class="recip only" title={ticket.contact.address}>
        <Icon name={channelIcon(ticket.channel)} size="s" />
        <span class="cut">{t("To {first}", { first: first ?? "…" })}</span>
      </span>
    );
  }
  const more = to.length + cc.length + bcc.length - 1;
  const words =
    more > 0
      ? t("To {first} and {n} more", { first: first ?? "", n: more })
      : t("To {first}", { first: first ?? "…" });
  return (
    <button
      type="button"
      class="btn ghost recip"
      aria-expanded={open}
      aria-label={t("Recipients: {words}", { words })}
      onClick={() => {
        linesOpen.value = open ? null : ticket.number;
      }}
    >
      <Icon name={channelIcon(ticket.channel)} size="s" />
      <span class="cut">{words}</span>
      <Icon name="chevron-down" size="xs" />
    </button>
  );
}
