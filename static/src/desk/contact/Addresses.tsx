/** Every address of the contact; marks say that it was proved to be theirs, and that it wants no more messages. */
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

interface Props {
  identities: ContactPanel["identities"];
  refusing: readonly string[];
  suppressed: Record<string, string>;
}

export function Addresses({ identities, refusing, suppressed }: Props) {
  return (
    <div class="sec first">
      <dl class="kv">
        {identities.map((identity) => (
          <>
            <dt>{label(identity.kind)}</dt>
            <dd title={identity.shown}>
              <span class="cut">{identity.shown}</span>
              {identity.verified && (
                <span title={t("Verified")}>
                  <Icon name="shield-check" size="xs" />
                  <span class="sr">{t("Verified")}</span>
                </span>
              )}
              {refusing.includes(identity.value) && (
                <span class="chip red" title={t("They asked to get no more messages here.")}>
                  <Icon name="ban" size="xs" />
                  <span class="sr">{t("Opted out")}</span>
                </span>
              )}
              {suppressed[identity.value] && (
                <span class="chip red" title={suppressed[identity.value]}>
                  <Icon name="mail-x" size="xs" />
                  <span class="sr">{suppressed[identity.value]}</span>
                </span>
              )}
            </dd>
          </>
        ))}
      </dl>
    </div>
  );
}
