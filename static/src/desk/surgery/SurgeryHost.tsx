/** Fetches the dialogs when one is first asked for: most days nobody needs them. */
import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { t } from "../../shared/i18n";
import { toast } from "../store/toasts";
import { type Asked, closeSurgery, surgeryAsked } from "./asked";

type Dialogs = ComponentType<{ asked: Asked }>;

export function SurgeryHost() {
  const loaded = useSignal<{ dialogs: Dialogs } | null>(null);
  const asked = surgeryAsked.value;
  useEffect(() => {
    if (!asked || loaded.value) return;
    import("./Dialogs").then(
      (module) => {
        loaded.value = { dialogs: module.Dialogs };
      },
      () => {
        closeSurgery();
        toast(t("The server cannot be reached."), { bad: true });
      },
    );
  }, [asked]);
  if (!asked || !loaded.value) return null;
  const { dialogs: Shown } = loaded.value;
  return <Shown asked={asked} />;
}
