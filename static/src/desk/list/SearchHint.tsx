/** What the search understands besides words; examples that need no translation, each with what it means. */
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";

export function SearchHint() {
  const examples = [
    ['"red lamp"', t("these words together")],
    ["-invoice", t("without this word")],
    ["from:dora", t("the customer's name or address")],
    ["to:sales", t("an inbox or somebody written to")],
    ["is:open", t("also pending, snoozed, resolved, closed, unassigned, mine, waiting, overdue")],
    ["tag:refund", t("with this tag")],
    ["assignee:me", t("also a colleague's name, or none; follower: likewise")],
    ["team:billing", t("of this team, or none")],
    ["priority:high", t("also low, normal, urgent")],
    ["has:attachment", t("also note, tag, rating")],
    ["subject:lamp", t("in the subject alone")],
    ["channel:email", t("reached us this way")],
    ["after:2026-01-31", t("last active after this day; also before:")],
  ] as const;
  return (
    <details class="searchhint">
      <summary>
        <Icon name="circle-help" size="xs" />
        {t("Search tips")}
      </summary>
      <p>{t("Words and these can be joined; a minus before one of them means not.")}</p>
      <dl>
        {examples.map(([typed, means]) => (
          <div key={typed}>
            <dt>{typed}</dt>
            <dd>{means}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
