/** Colleagues at the same ticket: who looks, who writes; and what that means for one's own reply. */
import { t, tn } from "../../shared/i18n";
import { Avatar } from "../../shared/ui/Avatar";
import { Icon } from "../../shared/ui/Icon";
import { draftOf } from "../composer/drafts";
import { type Colleague, company } from "../net/company";
import * as state from "../store/state";
import { assign } from "../store/verbs";
import type { KnownTicket } from "../types";

const SHOWN = 3;

function words(others: readonly Colleague[]): string {
  const first = others[0];
  if (!first) return "";
  if (others.length > 1) return tn("{n} colleague is here", "{n} colleagues are here", others.length);
  return first.writes
    ? t("{name} is replying", { name: first.name })
    : t("{name} is viewing", { name: first.name });
}

/** In the line under the subject. */
export function Company({ number }: { number: number }) {
  const others = company.value.get(number) ?? [];
  return (
    <span class="company" role="status" title={others.map((each) => each.name).join(", ")}>
      {others.slice(0, SHOWN).map((each) => (
        <Avatar
          key={each.id}
          id={each.id}
          name={each.name}
          size="s"
          {...(each.writes ? { class: "writes" } : {})}
        />
      ))}
      {others.length > 0 && <span class="cut">{words(others)}</span>}
    </span>
  );
}

/** In a row of the list: small, and said in words to who does not see it. */
export function RowCompany({ number }: { number: number }) {
  const others = company.value.get(number) ?? [];
  if (others.length === 0) return null;
  const said = words(others);
  return (
    <span class="company" title={said}>
      <Icon name={others[0]?.writes ? "pencil" : "eye"} size="xs" />
      {others.slice(0, SHOWN).map((each) => (
        <Avatar key={each.id} id={each.id} name={each.name} size="xs" />
      ))}
      <span class="sr">{said}</span>
    </span>
  );
}

/** Above the composer: somebody else answers already, or nobody has the ticket yet. */
export function BeforeReply({ ticket }: { ticket: KnownTicket }) {
  const writer = company.value.get(ticket.number)?.find((each) => each.writes);
  const draft = draftOf(ticket.number);
  const begun = draft.mode === "reply" && draft.reply.trim() !== "";
  if (writer) {
    return (
      <div class="banner info before" role="status">
        <Icon name="pencil" />
        <span>
          {begun
            ? t("{name} is writing a reply too. Talk before you both send.", { name: writer.name })
            : t("{name} is writing a reply.", { name: writer.name })}
        </span>
      </div>
    );
  }
  if (!begun || ticket.assignee || state.claim.value === "off") return null;
  return (
    <div class="banner info before" role="status">
      <Icon name="user-check" />
      <span>
        {state.claim.value === "claim"
          ? t("Nobody has this ticket. It is yours when you send.")
          : t("Nobody has this ticket.")}
      </span>
      <button type="button" onClick={() => void assign(ticket.number, state.me.value.id)}>
        {t("Take it now")}
      </button>
    </div>
  );
}
