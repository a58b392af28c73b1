/** Fetches the lightbox when a picture is first looked at. */
import { useSignal, useSignalEffect } from "@preact/signals";
import type { ComponentType } from "preact";
import { t } from "../../shared/i18n";
import { toast } from "../store/toasts";
import { shownPicture } from "./showing";

export function LightboxHost() {
  const loaded = useSignal<{ Shown: ComponentType } | null>(null);
  useSignalEffect(() => {
    if (shownPicture.value === null || loaded.peek()) return;
    import("./Lightbox").then(
      (module) => {
        loaded.value = { Shown: module.default };
      },
      () => {
        shownPicture.value = null;
        toast(t("The server cannot be reached."), { bad: true });
      },
    );
  });
  if (shownPicture.value === null || !loaded.value) return null;
  const { Shown } = loaded.value;
  return <Shown />;
}
