/** A small board of signs; the arrows move over it, and the cursor stays where it was in the text. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { moveFocus } from "../../shared/ui/roving";
import { insertHere } from "./editor/inserting";
import { EMOJI } from "./emoji";

const COLUMNS = 10;

export function EmojiButton({ number }: { number: number }) {
  const open = useSignal(false);
  const root = useRef<HTMLSpanElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open.value) return;
    root.current?.querySelector<HTMLElement>("[role=menuitem]")?.focus();
    const outside = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) open.value = false;
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open.value]);
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Escape") {
      open.value = false;
      trigger.current?.focus();
    } else if (event.key === "Tab") {
      open.value = false;
      return;
    } else if (!moved(event, root.current)) return;
    event.preventDefault();
  };
  const put = (sign: string) => {
    open.value = false;
    insertHere(number)?.insert.text(sign);
  };
  return (
    <span class="menu" ref={root}>
      <button
        type="button"
        ref={trigger}
        class="btn ghost icon"
        aria-haspopup="menu"
        aria-expanded={open.value}
        aria-label={t("Emoji")}
        title={t("Emoji")}
        onClick={() => {
          open.value = !open.value;
        }}
      >
        <Icon name="smile" />
      </button>
      {open.value && (
        <div class="pop up emoji" role="menu" tabindex={-1} aria-label={t("Emoji")} onKeyDown={onKeyDown}>
          {EMOJI.map(([sign, name]) => (
            <button
              key={sign}
              type="button"
              role="menuitem"
              tabindex={-1}
              aria-label={name}
              title={name}
              onClick={() => put(sign)}
            >
              {sign}
            </button>
          ))}
        </div>
      )}
    </span>
  );
}

/** Up and down go by rows; everything else as in any menu. */
function moved(event: KeyboardEvent, root: HTMLElement | null): boolean {
  const all = [...(root?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
  const step = { ArrowDown: COLUMNS, ArrowUp: -COLUMNS }[event.key];
  if (!step) return moveFocus(event, all);
  all[all.indexOf(document.activeElement as HTMLElement) + step]?.focus();
  return true;
}
