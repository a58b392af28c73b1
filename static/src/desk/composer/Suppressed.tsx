/** Says why an address gets nothing for now, and where that can be lifted; notes are still possible. */
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";

interface Props {
  contactId: number;
  addresses: readonly [string, string][];
}

export function Suppressed({ contactId, addresses }: Props) {
  return (
    <>
      {addresses.map(([address, why]) => (
        <div class="banner" role="status" key={address}>
          <Icon name="ban" />
          <span>{t("Nothing is sent to {address}. {why}", { address, why })}</span>
          <a class="link" href={`/desk/contacts/${contactId}`}>
            {t("Lift this")}
          </a>
        </div>
      ))}
    </>
  );
}
