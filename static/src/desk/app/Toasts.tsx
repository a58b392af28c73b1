/** Short sentences at the foot of the window. */
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { dismiss, toasts } from "../store/toasts";

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
          <button type="button" aria-label={t("Dismiss")} onClick={() => dismiss(toast.id)}>
            <Icon name="x" size="s" />
          </button>
        </div>
      ))}
    </div>
  );
}
