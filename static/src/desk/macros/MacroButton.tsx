/** The lightning in the composer, and the place where the picker appears. */
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { hinted } from "../app/commands";
import { picker, pickingFor, pickMacro } from "./picking";

export function MacroButton() {
  return (
    <button
      type="button"
      class="btn ghost icon"
      aria-label={t("Use a macro")}
      aria-haspopup="dialog"
      title={hinted(t("Use a macro"), "macro")}
      onClick={pickMacro}
    >
      <Icon name="zap" />
    </button>
  );
}

export function MacroPlace() {
  const Picker = picker.value;
  return Picker && pickingFor.value !== null ? <Picker number={pickingFor.value} /> : null;
}
