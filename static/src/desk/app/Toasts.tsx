/** Short sentences at the foot of the window. */
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { ringing, silence } from "../store/bell";
import { dismiss, toasts } from "../store/toasts";
import type { Told } from "../types";
import { go, here } from "./navigation";
import { plainClick } from "./plain-click";
import { urlOf } from "./router";

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map((toast) => (
        <div key={toast.id} class={toast.bad ? "toast bad" : "toast"}>
          <Icon name={toast.bad ? "circle-alert" : "circle-check"} />
          {toast.words}
          {toast.undo && (
            <button
              type="button"
              onClick={() => {
                toast.undo?.();
                dismiss(toast.id);
              }}
            >
              {t("Undo")}
            </button>
          )}
          {toast.open !== null && (
            <button
              type="button"
              onClick={() => {
                if (toast.open !== null) go({ number: toast.open });
                dismiss(toast.id);
              }}
            >
              {t("Open")}
            </button>
          )}
          <button type="button" aria-label={t("Dismiss")} onClick={() => dismiss(toast.id)}>
            <Icon name="x" size="s" />
          </button>
        </div>
      ))}
      {ringing.value && <Ringing told={ringing.value} />}
    </div>
  );
}

/** The newest notification: it takes no focus, leaves by itself, and leads to its ticket. */
function Ringing({ told }: { told: Told }) {
  const open = plainClick(() => {
    silence();
    go({ number: told.number });
  });
  return (
    <div class="toast told">
      <Icon name="bell" />
      <a href={urlOf({ ...here(), number: told.number })} onClick={open}>
        <b class="cut">{told.words}</b>
        <span class="cut">
          #{told.number} {told.subject || t("No subject")}
        </span>
      </a>
      <button type="button" aria-label={t("Dismiss")} onClick={silence}>
        <Icon name="x" size="s" />
      </button>
    </div>
  );
}
