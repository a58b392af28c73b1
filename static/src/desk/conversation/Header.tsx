/** Subject and number, and what one does most: snooze, follow, resolve, see the contact. */
import { useEffect } from "preact/hooks";
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { type Choice, Menu } from "../../shared/ui/Menu";
import { toggleAttention } from "../app/attention";
import { hinted, keyOf } from "../app/commands";
import { closeTicket } from "../app/navigation";
import { PaletteButton } from "../app/PaletteButton";
import { panelOpen, togglePanel } from "../app/panes";
import { undivided } from "../store/held";
import { setFollowing, setStatus } from "../store/verbs";
import type { KnownTicket } from "../types";
import { moreChoices } from "./more-choices";
import { snoozeChoices } from "./snoozing";

const onPhone = matchMedia("(width < 720px)");

/** On a phone the alarm clock's place is taken, and its choices stand among the rare ones. */
function snoozedApart({ number }: KnownTicket): Choice[] {
  return snoozeChoices(number).map((choice, index) => ({
    ...choice,
    label: t("Snooze: {when}", { when: choice.label }),
    icon: "alarm-clock",
    apart: index === 0,
  }));
}

export function Header({ ticket }: { ticket: KnownTicket }) {
  useEffect(() => {
    // On a phone the row that had the focus is no longer shown.
    if (onPhone.matches && document.activeElement === document.body)
      document.getElementById("subject")?.focus();
  }, [ticket.number]);
  const done = ticket.status === "resolved" || ticket.status === "closed";
  const following = ticket.following ?? false;
  return (
    <div class="bar">
      <button
        type="button"
        class="btn ghost icon only-phone"
        aria-label={t("Back to the list")}
        onClick={closeTicket}
      >
        <Icon name="chevron-left" />
      </button>
      <h1 id="subject" tabindex={-1} title={ticket.subject}>
        {ticket.subject || t("(no subject)")}
      </h1>
      <span class="id num">#{ticket.number}</span>
      <span class="sp" />
      <button
        type="button"
        class="btn ghost icon not-phone"
        aria-pressed={following}
        aria-label={t("Follow this ticket")}
        title={following ? t("You follow this ticket") : t("Follow this ticket")}
        onClick={() => void setFollowing(ticket.number, !following)}
      >
        <Icon name="bell" />
      </button>
      <button
        type="button"
        class="btn ghost icon not-phone"
        aria-pressed={undivided.value}
        aria-label={t("Undivided attention")}
        title={hinted(t("Undivided attention"), "attention")}
        onClick={toggleAttention}
      >
        <Icon name="eye" />
      </button>
      <PaletteButton where="only-phone" />
      <Menu
        label={t("Snooze")}
        title={hinted(t("Snooze"), "snooze")}
        command="snooze"
        button="btn ghost icon not-phone"
        place="right"
        choices={snoozeChoices(ticket.number)}
      >
        <Icon name="alarm-clock" />
      </Menu>
      <Menu
        label={t("More about this ticket")}
        button="btn ghost icon"
        place="right"
        choices={onPhone.matches ? [...moreChoices(ticket), ...snoozedApart(ticket)] : moreChoices(ticket)}
      >
        <Icon name="ellipsis" />
      </Menu>
      <button
        type="button"
        class="btn ghost icon"
        aria-pressed={panelOpen.value}
        aria-label={t("Contact details")}
        title={hinted(t("Contact details"), "fold-panel")}
        onClick={togglePanel}
      >
        <Icon name="panel-right" />
      </button>
      <button
        type="button"
        class="btn"
        aria-label={done ? t("Reopen") : t("Resolve")}
        onClick={() => void setStatus(ticket.number, done ? "open" : "resolved")}
      >
        <Icon name={done ? "rotate-ccw" : "check"} size="s" />
        <span class="not-phone">{done ? t("Reopen") : t("Resolve")}</span>
        {keyOf("resolve") && (
          <span class="kbd not-phone" aria-hidden="true">
            {keyOf("resolve")}
          </span>
        )}
      </button>
    </div>
  );
}
