/** The right pane: who writes, how they can be reached, and what else is known about the ticket. */
import { t } from "../../shared/i18n";
import { Avatar } from "../../shared/ui/Avatar";
import { Icon } from "../../shared/ui/Icon";
import { panelIsDrawer, panelOpen, togglePanel } from "../app/panes";
import { saveContactField } from "../store/fields";
import * as state from "../store/state";
import type { About, KnownTicket } from "../types";
import { Addresses } from "./Addresses";
import { Block } from "./Block";
import { EarlierTickets } from "./EarlierTickets";
import { Fields } from "./Fields";
import { LinkedTickets } from "./LinkedTickets";
import { localTime } from "./local-time";
import { People } from "./People";
import { Satisfied } from "./Satisfied";
import { ServiceLevel } from "./ServiceLevel";
import { Tags } from "./Tags";
import { TicketDetails } from "./TicketDetails";

export function ContactPane() {
  const ticket = state.openTicket.value;
  return (
    <aside class="contact-pane" id="contact" aria-label={t("Contact")} inert={!panelOpen.value}>
      <div class="bar">
        <h2>{t("Contact")}</h2>
        <span class="sp" />
        <button
          type="button"
          class="btn ghost icon"
          aria-label={t("Hide the contact's details")}
          title={t("Hide the contact's details")}
          onClick={togglePanel}
        >
          <Icon name={panelIsDrawer.value ? "x" : "panel-right"} />
        </button>
      </div>
      {ticket && <Details ticket={ticket} />}
    </aside>
  );
}

function Details({ ticket }: { ticket: KnownTicket }) {
  const contact = ticket.contact_panel;
  const name = contact?.name || ticket.contact.name || ticket.contact.address;
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={t("Contact details")}>
      <div class="card-head">
        <Avatar id={ticket.contact.id} name={name} size="l" />
        <div>
          <h3>
            <a href={`/desk/contacts/${ticket.contact.id}`}>{name}</a>
          </h3>
          <p>{contact?.blocked ? t("Blocked") : whereabouts(ticket)}</p>
        </div>
      </div>
      {contact && (
        <Addresses
          identities={contact.identities}
          refusing={ticket.opted_out ?? []}
          suppressed={ticket.suppressed ?? {}}
        />
      )}
      {ticket.about && <Known ticket={ticket} about={ticket.about} />}
      {ticket.clocks && ticket.clocks.length > 0 && <ServiceLevel clocks={ticket.clocks} />}
      {ticket.satisfaction && <Satisfied judged={ticket.satisfaction} />}
      {ticket.fields && ticket.fields.length > 0 && <TicketDetails ticket={ticket} />}
      <Tags ticket={ticket} />
      <LinkedTickets ticket={ticket} />
      {contact && contact.earlier.length > 0 && <EarlierTickets earlier={contact.earlier} />}
      <People ticket={ticket} />
      {contact && state.me.value.permissions.includes("contacts.block") && (
        <Block ticket={ticket} contact={contact} />
      )}
    </div>
  );
}

/** The company and the clock of the contact, as far as they are known; else the address. */
function whereabouts(ticket: KnownTicket): string {
  const time = localTime(ticket.about, state.now.value, state.zone.value.locale);
  return [ticket.about?.company, time].filter(Boolean).join(" · ") || ticket.contact.address;
}

/** What an admin wants to know of every contact, and what agents noted about this one. */
function Known({ ticket, about }: { ticket: KnownTicket; about: About }) {
  return (
    <>
      {about.fields.length > 0 && (
        <div class="sec first">
          <Fields
            owner={`contact-${ticket.contact.id}`}
            fields={about.fields}
            save={(id, value) => saveContactField(ticket, id, value)}
          />
        </div>
      )}
      {about.fields.length === 0 && state.me.value.permissions.includes("settings.fields") && (
        <p class="sec first quiet">
          {t("Nothing else is asked about contacts.")}{" "}
          <a href="/desk/settings/fields/new?of=contact">{t("Add a field")}</a>
        </p>
      )}
      {about.notes && (
        <div class="sec">
          <h4>{t("Notes on this contact")}</h4>
          <p class="jotted" dir="auto">
            {about.notes}
          </p>
        </div>
      )}
    </>
  );
}
