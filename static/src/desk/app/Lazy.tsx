/** What is rarely opened: its code is fetched when it is first wanted, and whoever cannot have it is told. */
import { type Signal, useSignal, useSignalEffect } from "@preact/signals";
import type { ComponentType } from "preact";
import { t } from "../../shared/i18n";
import { toast } from "../store/toasts";

interface Part {
  default: ComponentType;
}

interface Props<Wanted> {
  /** Something while it is to be shown. */
  wanted: Signal<Wanted | null>;
  load: () => Promise<Part>;
}

export function Lazy<Wanted>({ wanted, load }: Props<Wanted>) {
  const loaded = useSignal<Part | null>(null);
  useSignalEffect(() => {
    if (wanted.value === null || loaded.peek()) return;
    load().then(
      (part) => {
        loaded.value = part;
      },
      () => {
        wanted.value = null;
        toast(t("The server cannot be reached."), { bad: true });
      },
    );
  });
  if (wanted.value === null || !loaded.value) return null;
  const { default: Shown } = loaded.value;
  return <Shown />;
}
