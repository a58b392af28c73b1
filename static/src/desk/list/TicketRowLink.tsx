/** One ticket in the list: who and when, subject and wait, newest words and assignee. */
import { t } from "../../shared/i18n";
import { waited } from "../../shared/times";
import { Avatar } from "../../shared/ui/Avatar";
import { Icon } from "../../shared/ui/Icon";
import { Due } from "../app/Due";
import { go } from "../app/navigation";
import { plainClick } from "../app/plain-click";
import { urlOf } from "../app/router";
import { When } from "../app/When";
import { channelIcon } from "../app/words";
import { RowCompany } from "../conversation/Company";
import { extendTo } from "../selection/selecting";
import { filters, matches, now, view } from "../store/state";
import type { KnownTicket } from "../types";
import { urgency } from "./grouping";
import { Marked } from "./Marked";
import { piecesFor } from "./marking";

export function TicketRowLink({
  row,
  current,
  unread,
}: {
  row: KnownTicket;
  current: boolean;
  unread: boolean;
}) {
  const follow = plainClick(() => go({ number: row.number }));
  const match = filters.value.q ? matches.value.get(row.number) : undefined;
  const name = row.contact.name || row.contact.address;
  return (
    <a
      class={unread ? "row unread" : "row"}
      href={urlOf({ view: view.value, filters: filters.value, number: row.number })}
      data-number={row.number}
      aria-current={current ? "true" : undefined}
      onClick={(event) => {
        if (!event.shiftKey || event.ctrlKey || event.metaKey) return follow(event);
        event.preventDefault();
        extendTo(row.number);
      }}
    >
      <Avatar id={row.contact.id} name={name}>
        <span class="ch">
          <Icon name={channelIcon(row.channel)} />
        </span>
      </Avatar>
      <span class="body">
        <span class="l">
          <span class="who cut">{name}</span>
          {unread && <span class="sr">{t(", unread")}</span>}
          {row.needs_reply && (
            <span class="owed" title={t("Needs a reply")}>
              <Icon name="reply" size="xs" />
              <span class="sr">{t(", needs a reply")}</span>
            </span>
          )}
          {row.priority === "urgent" && (
            <span class="due red" title={t("Urgent")}>
              <Icon name="siren" size="xs" />
              <span class="sr">{t("Urgent")}</span>
            </span>
          )}
          {row.priority === "high" && (
            <span class="due" title={t("High priority")}>
              <Icon name="signal-high" size="xs" />
              <span class="sr">{t("High priority")}</span>
            </span>
          )}
          <When at={row.last_message_at} class="end" />
        </span>
        <span class="l">
          <span class="sub cut">
            {row.subject ? <Marked pieces={piecesFor(row.subject, match?.subject)} /> : t("(no subject)")}
          </span>
          {row.due_at ? (
            <Due at={row.due_at} class="end" />
          ) : (
            row.waiting_since && <Waiting since={row.waiting_since} />
          )}
        </span>
        <span class="l">
          <span class="snip cut">
            {match?.snippet ? (
              <>
                {match.kind === "note" && <Icon name="sticky-note" size="xs" />}
                {match.kind === "outbound" && <Icon name="corner-up-left" size="xs" />}
                <Marked pieces={match.snippet} />
              </>
            ) : (
              <>
                {row.snippet_by === "agent" && <Icon name="corner-up-left" size="xs" />}
                {row.snippet}
              </>
            )}
          </span>
          <RowCompany number={row.number} />
          <Assignee row={row} />
        </span>
      </span>
    </a>
  );
}

function Waiting({ since }: { since: string }) {
  const colour = urgency(since, now.value);
  if (colour === "") return null;
  return (
    <span class={`due end num ${colour}`}>
      <Icon name={colour === "red" ? "triangle-alert" : "clock"} size="xs" />
      <span class="sr">{t("waiting for")} </span>
      {waited(since, now.value)}
    </span>
  );
}

function Assignee({ row }: { row: KnownTicket }) {
  if (!row.assignee) {
    return (
      <span class="nobody end" title={t("Unassigned")}>
        <span class="sr">{t("Unassigned")}</span>
      </span>
    );
  }
  const words = t("Assigned to {name}", { name: row.assignee.name });
  return (
    <span class="end" title={words}>
      <Avatar id={row.assignee.id} name={row.assignee.name} size="xs" />
      <span class="sr">{words}</span>
    </span>
  );
}
