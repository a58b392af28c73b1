/** What a mail invites to: what, when in the agent's zone, where, by whom. */
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { zone } from "../store/state";
import { type Invitation, span } from "./invitation";

export function InvitationCard({ invitation }: { invitation: Invitation }) {
  const by = [invitation.organiser, invitation.organiser_email && `<${invitation.organiser_email}>`];
  const facts: [string, string][] = [
    [t("When"), span(invitation, zone.value)],
    [t("Where"), invitation.place],
    [t("By"), by.filter(Boolean).join(" ")],
  ];
  return (
    <section class="invitation" aria-label={t("Invitation")}>
      <Icon name="calendar" />
      <div>
        <p class={`chip ${invitation.method === "cancel" ? "red" : "accent"}`}>{kindWords(invitation)}</p>
        <h3 class={invitation.method === "cancel" ? "gone" : ""}>
          {invitation.summary || t("Without a title")}
        </h3>
        <dl>
          {facts
            .filter(([, words]) => words)
            .map(([name, words]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{words}</dd>
              </div>
            ))}
        </dl>
      </div>
    </section>
  );
}

function kindWords(invitation: Invitation): string {
  if (invitation.method === "cancel") return t("Cancelled");
  if (invitation.method === "request") return t("Invitation");
  if (invitation.method === "event") return t("Event");
  if (invitation.answer === "accepted") return t("Accepted");
  if (invitation.answer === "declined") return t("Declined");
  return invitation.answer === "tentative" ? t("Perhaps") : t("Answer to an invitation");
}
