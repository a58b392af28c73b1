/** How our message travelled, in one sentence; failures say which address and offer another try. */
import { useSignal } from "@preact/signals";
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { DELIVERY_ICONS, deliveryColour } from "../app/words";
import { retryDelivery } from "../store/verbs";
import type { Delivery, Message } from "../types";

export function DeliveryLine({ message, delivery }: { message: Message; delivery: Delivery }) {
  const busy = useSignal(false);
  const complained = (delivery.complained ?? []).length > 0;
  const colour = complained ? "red" : deliveryColour(delivery.state);
  const errors = delivery.recipients.filter((each) => each.error);
  const retry = async () => {
    busy.value = true;
    await retryDelivery(message);
    busy.value = false;
  };
  return (
    <p class={`sendstate ${colour}`}>
      <Icon name={complained ? "circle-alert" : (DELIVERY_ICONS[delivery.state] ?? "info")} size="s" />
      <span>
        {delivery.words}
        {colour !== "" && errors.length > 0 && (
          <span class="errors"> {errors.map((each) => `${each.address}: ${each.error}`).join("; ")}</span>
        )}
      </span>
      {message.retry_url && (
        <button type="button" disabled={busy.value} onClick={() => void retry()}>
          {t("Try again")}
        </button>
      )}
    </p>
  );
}
