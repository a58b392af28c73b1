/** That a colleague's reply waits to leave: whose, and until when. The words are seen when they are said. */
import { t } from "../../shared/i18n";
import { Avatar } from "../../shared/ui/Avatar";
import { whenItLeaves } from "../composer/send-times";
import type { WaitingReply } from "../composer/server-draft";
import { me, tickets, zone } from "../store/state";

export function WaitingReplies({ number }: { number: number }) {
  const theirs = (tickets.value.get(number)?.leaving ?? []).filter((each) => each.agent.id !== me.value.id);
  // Read here, so that "tomorrow" becomes "today" when the day does.
  void zone.value;
  return (
    <div role="status" aria-label={t("Replies of colleagues that wait")}>
      {theirs.map((reply) => (
        <p key={reply.id} class="waitingreply">
          <Avatar id={reply.agent.id} name={reply.agent.name} size="xs" />
          <span>{wordsOf(reply)}</span>
        </p>
      ))}
    </div>
  );
}

function wordsOf({ agent: { name }, release_at, scheduled }: WaitingReply): string {
  return scheduled
    ? t("A reply of {name} leaves {when}.", { name, when: whenItLeaves(release_at) })
    : t("A reply of {name} is about to leave.", { name });
}
