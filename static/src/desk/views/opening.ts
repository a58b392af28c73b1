/** The builder is asked for here; its code comes when it is wanted for the first time. */
import { signal } from "@preact/signals";
import type { FunctionComponent } from "preact";
import { t } from "../../shared/i18n";
import { toast } from "../store/toasts";

/** Whether the builder is open: for a view that is to be changed, for a new one, or just to filter. */
export const asked = signal<{ changing: string | null; saving: boolean } | null>(null);
export const Builder = signal<FunctionComponent | null>(null);

export async function openBuilder(how: { changing?: string; saving?: boolean } = {}): Promise<void> {
  try {
    const { ViewBuilder, ready } = await import("./ViewBuilder");
    await ready(how.changing ?? null);
    Builder.value = ViewBuilder;
    asked.value = { changing: how.changing ?? null, saving: how.saving ?? false };
  } catch {
    toast(t("The filter could not be opened. Please try again."), { bad: true });
  }
}

export function closeBuilder(): void {
  asked.value = null;
}
