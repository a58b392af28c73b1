/** Files dropped anywhere on the conversation become attachments of the draft. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { t } from "../../shared/i18n";
import { attach } from "../composer/uploads";
import { openNumber } from "../store/state";

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

/** The element under the pointer belongs to the conversation. */
function inConversation(event: DragEvent): boolean {
  return event.target instanceof Element && event.target.closest(".conv") !== null;
}

export function DropZone({ children }: { children: ComponentChildren }) {
  const over = useSignal(false);
  useEffect(() => {
    const onOver = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      over.value = inConversation(event) && openNumber.value !== null;
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) over.value = false;
    };
    const onDrop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      over.value = false;
      const number = openNumber.value;
      // A picture dropped into the text stays in the text.
      if (event.defaultPrevented && event.target instanceof Element && event.target.closest(".rich")) return;
      event.preventDefault();
      if (number !== null && inConversation(event)) attach(number, [...(event.dataTransfer?.files ?? [])]);
    };
    addEventListener("dragover", onOver);
    addEventListener("dragleave", onLeave);
    addEventListener("drop", onDrop);
    return () => {
      removeEventListener("dragover", onOver);
      removeEventListener("dragleave", onLeave);
      removeEventListener("drop", onDrop);
    };
  }, []);
  return (
    <>
      {children}
      {over.value && <div class="dropveil">{t("Drop to attach")}</div>}
    </>
  );
}
