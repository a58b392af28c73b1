/** Opens the palette for those who do not know its key. */
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { hinted, run } from "./commands";
import { hold } from "./held-keys";

export function PaletteButton({ where = "" }: { where?: string }) {
  return (
    <button
      type="button"
      class={`btn ghost icon ${where}`.trim()}
      aria-haspopup="dialog"
      aria-label={t("Find and do anything")}
      title={hinted(t("Find and do anything"), "palette")}
      onClick={() => {
        hold();
        run("palette");
      }}
    >
      <Icon name="command" />
    </button>
  );
}
