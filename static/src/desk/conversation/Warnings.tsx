/** What an agent must know before believing or answering a message. */
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import type { Message } from "../types";

export function Warnings({ message }: { message: Message }) {
  return (
    <>
      {message.unverified && (
        <p class="warn">
          <Icon name="shield-alert" size="s" />
          {t("The sender is not verified: this address could be forged.")}
        </p>
      )}
      {message.agents_only && (
        <p class="warn">
          <Icon name="eye-off" size="s" />
          {t("Kept for agents only: it is not part of what the customer sees.")}
        </p>
      )}
      {message.warning && (
        <p class="warn">
          <Icon name="triangle-alert" size="s" />
          {message.warning}
        </p>
      )}
    </>
  );
}
