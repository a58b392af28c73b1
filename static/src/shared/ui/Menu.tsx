/** A menu button by the WAI-ARIA pattern: arrows, Home, End, first letters, Esc; focus returns to the button. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import type { IconName } from "../icons";
import { Icon } from "./Icon";
import { moveFocus } from "./roving";

export interface Choice {
  key: string;
  label: string;
  icon?: IconName;
  mark?: ComponentChildren;
  hint?: string;
  shortcut?: string;
  chosen?: boolean;
  apart?: boolean;
  danger?: boolean;
  pick: () => void;
}

interface Props {
  label: string;
  choices: readonly Choice[];
  children: ComponentChildren;
  button?: string;
  place?: string;
  disabled?: boolean;
  /** Lets a key open it, and what the tooltip says then. */
  command?: string;
  title?: string;
}

export function Menu(props: Props) {
  const { label, choices, children, button = "btn", place = "", disabled = false, command, title } = props;
  const open = useSignal(false);
  const id = useId();
  const root = useRef<HTMLSpanElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const close = (refocus: boolean) => {
    open.value = false;
    if (refocus) trigger.current?.focus();
  };
  useEffect(() => {
    if (!open.value) return;
    const chosen = root.current?.querySelector<HTMLElement>('[aria-checked="true"]');
    // At the foot of what scrolls, a menu would open below its edge.
    root.current?.querySelector(".pop")?.scrollIntoView({ block: "nearest" });
    (chosen ?? root.current?.querySelector<HTMLElement>(".mi"))?.focus();
    const outside = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) close(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open.value]);
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Escape") close(true);
    else if (event.key === "Tab") close(false);
    else if (!moveFocus(event, root.current?.querySelectorAll<HTMLElement>(".mi"))) return;
    if (event.key !== "Tab") event.preventDefault();
    event.stopPropagation();
  };
  return (
    <span class="menu" ref={root}>
      <button
        type="button"
        ref={trigger}
        class={button}
        aria-haspopup="menu"
        aria-expanded={open.value}
        aria-controls={open.value ? id : undefined}
        aria-label={label}
        title={title ?? label}
        data-command={command}
        disabled={disabled}
        onClick={() => {
          open.value = !open.value;
        }}
      >
        {children}
      </button>
      {open.value && (
        <div class={`pop ${place}`} id={id} role="menu" tabindex={-1} aria-label={label} onKeyDown={onKey}>
          <div class="scrolls" role="presentation">
            {choices.map((choice) => (
              <MenuItem key={choice.key} choice={choice} done={() => close(true)} />
            ))}
          </div>
        </div>
      )}
    </span>
  );
}

function MenuItem({ choice, done }: { choice: Choice; done: () => void }) {
  const pick = () => {
    done();
    choice.pick();
  };
  const role =
    choice.chosen === undefined
      ? { role: "menuitem" as const }
      : { role: "menuitemradio" as const, "aria-checked": choice.chosen };
  return (
    <>
      {choice.apart && <hr />}
      <button type="button" class={choice.danger ? "mi red" : "mi"} {...role} tabindex={-1} onClick={pick}>
        {choice.mark ?? (choice.icon && <Icon name={choice.icon} />)}
        <span class="grow">
          {choice.label}
          {choice.hint && <small>{choice.hint}</small>}
        </span>
        {choice.chosen && <Icon name="check" size="s" />}
        {choice.shortcut && <kbd>{choice.shortcut}</kbd>}
      </button>
    </>
  );
}
