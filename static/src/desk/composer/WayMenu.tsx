/** "Email to Tomás": how the reply leaves and who gets it; opens the address lines, and the other ways there are. */
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { type Choice, Menu } from "../../shared/ui/Menu";
import { channelIcon } from "../app/words";
import type { KnownTicket } from "../types";
import { type Draft, edit } from "./drafts";
import { linesOpen } from "./half-typed";
import { proposed, recipients } from "./recipients";
import { featuresFor, inboxOf, otherWays } from "./ways";

interface Props {
  ticket: KnownTicket;
  draft: Draft;
}

export function WayMenu({ ticket, draft }: Props) {
  const inbox = inboxOf(draft, ticket);
  const icon = channelIcon(inbox?.channel ?? ticket.channel);
  const words = wordsOf(ticket, draft);
  const ways = otherWays(ticket);
  const { copies } = featuresFor(draft, ticket);
  const inside = (
    <>
      <Icon name={icon} size="s" />
      <span class="cut">{words}</span>
    </>
  );
  if (ways.length > 0 || draft.inbox !== null)
    return (
      <Menu
        label={t("How it is sent: {words}", { words })}
        button="btn ghost recip"
        place="right up"
        choices={choicesOf(ticket, draft)}
      >
        {inside}
        <Icon name="chevron-down" size="xs" />
      </Menu>
    );
  if (ticket.live || !copies)
    return (
      <span class="recip only" title={ticket.live ? undefined : recipients(draft, ticket).to[0]}>
        {inside}
      </span>
    );
  return (
    <button
      type="button"
      class="btn ghost recip"
      aria-expanded={linesOpen.value === ticket.number}
      aria-label={t("Recipients: {words}", { words })}
      onClick={() => toggleLines(ticket.number)}
    >
      {inside}
      <Icon name="chevron-down" size="xs" />
    </button>
  );
}

function toggleLines(number: number): void {
  linesOpen.value = linesOpen.value === number ? null : number;
}

/** The ticket's own way first, then the others; with several recipients, the lines to change them. */
function choicesOf(ticket: KnownTicket, draft: Draft): Choice[] {
  const { number } = ticket;
  const own = inboxOf({ ...draft, inbox: null }, ticket);
  const way = (id: number | null, channel: string, label: string, address: string): Choice => ({
    key: String(id ?? "own"),
    label,
    hint: address,
    icon: channelIcon(channel),
    chosen: draft.inbox === id,
    pick: () => draft.inbox !== id && edit(number, { inbox: id, to: null, cc: null, bcc: [] }),
  });
  const ways = [
    way(null, ticket.channel, own?.channel_label ?? "", proposed(ticket, own?.address_kind).to[0] ?? ""),
    ...otherWays(ticket).map(({ inbox, address }) =>
      way(inbox.id, inbox.channel, inbox.channel_label, address),
    ),
  ];
  if (!featuresFor(draft, ticket).copies) return ways;
  const lines = { key: "lines", label: t("Recipients…"), icon: "users", apart: true } as const;
  return [...ways, { ...lines, pick: () => toggleLines(number) }];
}

function wordsOf(ticket: KnownTicket, draft: Draft): string {
  const { to, cc, bcc } = recipients(draft, ticket);
  const named = draft.to === null ? ticket.contact.name.split(" ")[0] || to[0] : to[0];
  const first = ticket.live ? ticket.contact.name : (named ?? "…");
  const channel = inboxOf(draft, ticket)?.channel_label ?? "";
  const more = ticket.live ? 0 : to.length + cc.length + bcc.length - 1;
  return more > 0
    ? t("{channel} to {first} and {n} more", { channel, first, n: more })
    : t("{channel} to {first}", { channel, first });
}
