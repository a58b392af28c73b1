/** Whether macros are looked through for the open ticket; the picker's code comes when it is first wanted. */
import { signal } from "@preact/signals";
import { t } from "../../shared/i18n";
import { register } from "../app/commands";
import * as state from "../store/state";
import { toast } from "../store/toasts";
import type { MacroPicker } from "./MacroPicker";
import "./source";

/** The number of the ticket a macro is chosen for. */
export const pickingFor = signal<number | null>(null);
export const picker = signal<typeof MacroPicker | null>(null);

export function pickMacro(): void {
  pickingFor.value = state.openNumber.value;
  if (!picker.value) void fetchPicker();
}

async function fetchPicker(): Promise<void> {
  try {
    picker.value = (await import("./MacroPicker")).MacroPicker;
  } catch {
    pickingFor.value = null;
    toast(t("The server cannot be reached."), { bad: true });
  }
}

register({
  name: "macro",
  key: "m",
  label: () => t("Use a macro"),
  group: "ticket",
  icon: "zap",
  opens: true,
  when: () => state.openTicket.value !== undefined,
  run: pickMacro,
});
