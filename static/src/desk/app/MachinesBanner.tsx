/** Says that machines are silent, to those who may let them speak again. */
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { send } from "../net/http";
import { machinesPaused } from "../store/state";
import { toast } from "../store/toasts";

async function letThemSpeak(): Promise<void> {
  try {
    await send("POST", "/desk/settings/general/machines", {});
    machinesPaused.value = false;
  } catch (error) {
    toast(error instanceof Error ? error.message : t("That did not work."), { bad: true });
  }
}

export function MachinesBanner() {
  return (
    <div role="alert">
      {machinesPaused.value && (
        <div class="banner flat">
          <Icon name="triangle-alert" />
          <span>
            {t(
              "Automatic messages are paused: there were too many at once. What agents write leaves as always.",
            )}
          </span>
          <button type="button" onClick={() => void letThemSpeak()}>
            {t("Let them leave again")}
          </button>
        </div>
      )}
    </div>
  );
}
