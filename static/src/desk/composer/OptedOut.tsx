/** Says that a reply cannot be sent because its reader asked for no more; notes are still possible. */
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";

export function OptedOut({ addresses }: { addresses: readonly string[] }) {
  return (
    <div class="banner" role="status">
      <Icon name="ban" />
      <span>
        {t("{address} asked to get no more messages. Only they can change that, by writing START.", {
          address: addresses.join(", "),
        })}
      </span>
    </div>
  );
}
