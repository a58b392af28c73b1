/** What an agent must know before believing or answering a message. */
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import type { Message } from "../types";

export function Warnings({ message }: { message: Message }) {
  if (message.kind !== "inbound") return null;
  if (message.warning) {
    return (
      <p class="warn">
        <Icon name={message.agents_only ? "eye-off" : "shield-alert"} size="s" />
        {message.warning}
      </p>
    );
  }
  if (message.agents_only) {
    return (
      <p class="warn">
        <Icon name="eye-off" size="s" />
        {t("Kept for agents only: it is not part of what the customer sees.")}
      </p>
    );
  }
  if (!message.unverified) return null;
  return (
    <p class="warn quiet">
      <Icon name="shield-alert" size="s" />
      {t("Nothing proves that the sender owns this address.")}
    </p>
  );
}
