/** Whether the palette is open; its code comes when it is opened first. */
import { signal } from "@preact/signals";
import { t } from "../../shared/i18n";
import { register } from "./commands";

export const paletteOpen = signal(false);

register({
  name: "palette",
  key: "Mod+k",
  label: () => t("Find and do anything"),
  group: "desk",
  icon: "search",
  offered: "keys",
  opens: true,
  run: () => {
    paletteOpen.value = !paletteOpen.value;
  },
});
