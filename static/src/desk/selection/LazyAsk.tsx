/** Loads what is rarely opened when it is first wanted: the menu of a row, and the dialog that asks for a tag or time. */
import { type Signal, useSignal, useSignalEffect } from "@preact/signals";
import type { ComponentType } from "preact";
import { asked } from "./asking";
import { rowMenu } from "./menu";

type Part = { default: ComponentType };

export function LazyAsk() {
  return (
    <>
      <Lazy wanted={rowMenu} load={() => import("./RowMenu")} />
      <Lazy wanted={asked} load={() => import("./AskDialog")} />
    </>
  );
}

function Lazy({ wanted, load }: { wanted: Signal<unknown>; load: () => Promise<Part> }) {
  const loaded = useSignal<Part | null>(null);
  useSignalEffect(() => {
    if (!wanted.value || loaded.peek()) return;
    void load().then((part) => {
      loaded.value = part;
    });
  });
  if (!wanted.value || !loaded.value) return null;
  const Component = loaded.value.default;
  return <Component />;
}
