/** Shows and hides the earlier mails that a message quotes. */
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";

export function QuoteButton({ shown, toggle }: { shown: boolean; toggle: () => void }) {
  const label = shown ? t("Hide the quoted text") : t("Show the quoted text");
  return (
    <button
      type="button"
      class="fold"
      aria-expanded={shown}
      aria-label={label}
      title={label}
      onClick={toggle}
    >
      <Icon name="ellipsis" size="s" />
    </button>
  );
}
