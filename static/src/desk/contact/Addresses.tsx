/** Every address of the contact; a mark says that it was proved to be theirs. */
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import type { ContactPanel } from "../types";

function label(kind: string): string {
  const words: Record<string, string> = {
    email: t("Email"),
    phone: t("Phone"),
    sms: t("Phone"),
    whatsapp: t("WhatsApp"),
    chat: t("Chat"),
  };
  return words[kind] ?? kind;
}

export function Addresses({ identities }: { identities: ContactPanel["identities"] }) {
  return (
    <div class="sec first">
      <dl class="kv">
        {identities.map((identity) => (
          <>
            <dt>{label(identity.kind)}</dt>
            <dd title={identity.value}>
              <span class="cut">{identity.value}</span>
              {identity.verified && (
                <span title={t("Verified")}>
                  <Icon name="shield-check" size="xs" />
                  <span class="sr">{t("Verified")}</span>
                </span>
              )}
              {identity.opted_out && (
                <span class="chip red" title={t("They asked to get no more messages here.")}>
                  <Icon name="ban" size="xs" />
                  {t("Opted out")}
                </span>
              )}
            </dd>
          </>
        ))}
      </dl>
    </div>
  );
}
