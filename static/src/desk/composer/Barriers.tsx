/** Why a reply cannot be sent as it is: its reader asked for no more, or its files cannot go. Notes always can. */
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

export function LosesFiles() {
  return (
    <div class="banner" role="status">
      <Icon name="circle-alert" />
      <span>{t("No files or pictures can be sent this way. Take them out, or send it another way.")}</span>
    </div>
  );
}
