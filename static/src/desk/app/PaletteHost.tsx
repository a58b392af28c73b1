/** Fetches the palette's code when it is opened first, and shows it while it is open. */
import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { t } from "../../shared/i18n";
import { toast } from "../store/toasts";
import { paletteOpen } from "./palette";

export function PaletteHost() {
  const loaded = useSignal<{ Palette: ComponentType } | null>(null);
  const open = paletteOpen.value;
  useEffect(() => {
    if (!open || loaded.value) return;
    import("./PaletteDialog").then(
      (module) => {
        loaded.value = module;
      },
      () => {
        paletteOpen.value = false;
        toast(t("The server cannot be reached."), { bad: true });
      },
    );
  }, [open]);
  const Palette = loaded.value?.Palette;
  return open && Palette ? <Palette /> : null;
}
