/** Loads the dialog that asks for a tag or a time when it is first wanted. */
import { useSignal, useSignalEffect } from "@preact/signals";
import type { ComponentType } from "preact";
import { asked } from "./asking";

export function LazyAsk() {
  const loaded = useSignal<{ Dialog: ComponentType } | null>(null);
  useSignalEffect(() => {
    if (!asked.value || loaded.peek()) return;
    void import("./AskDialog").then((part) => {
      loaded.value = { Dialog: part.default };
    });
  });
  if (!asked.value || !loaded.value) return null;
  const { Dialog } = loaded.value;
  return <Dialog />;
}
