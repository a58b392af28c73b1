/** Who else takes part: copied addresses, and the agents that follow. */
import { t } from "../../shared/i18n";
import { Avatar } from "../../shared/ui/Avatar";
import { Icon } from "../../shared/ui/Icon";
import { setFollowing } from "../store/verbs";
import type { KnownTicket } from "../types";

export function People({ ticket }: { ticket: KnownTicket }) {
  const identities = ticket.contact_panel?.identities ?? [];
  const own = new Set(
    [ticket.contact.address, ...identities.map((each) => each.value)].map((each) => each.toLowerCase()),
  );
  const participants = (ticket.participants ?? []).filter((each) => !own.has(each.address.toLowerCase()));
  return (
    <>
      {participants.length > 0 && (
        <div class="sec">
          <h4>{t("Participants")}</h4>
          <ul class="plain">
            {participants.map((each) => (
              <li key={each.role + each.address}>
                <Icon name="at-sign" size="s" />
                <span class="cut" title={each.address}>
                  {each.address}
                </span>
                <span class="role">{each.role}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      <Followers ticket={ticket} />
    </>
  );
}

function Followers({ ticket }: { ticket: KnownTicket }) {
  const followers = ticket.followers ?? [];
  const following = ticket.following ?? false;
  return (
    <div class="sec">
      <h4>
        {t("Followers")}
        <button
          type="button"
          class="btn ghost small"
          aria-pressed={following}
          onClick={() => void setFollowing(ticket.number, !following)}
        >
          <Icon name="bell" size="s" />
          {following ? t("Following") : t("Follow")}
        </button>
      </h4>
      {followers.length === 0 && <p class="quiet">{t("Nobody follows this ticket.")}</p>}
      <ul class="plain">
        {followers.map((each) => (
          <li key={each.id}>
            <Avatar id={each.id} name={each.name} size="xs" />
            <span class="cut">{each.name}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
