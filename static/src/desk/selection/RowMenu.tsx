/** Everything that can be done to a row, or to the chosen ones: a menu with a second page for what has many answers. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { t, tn } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import type { Choice } from "../../shared/ui/Menu";
import { moveFocus } from "../../shared/ui/roving";
import { go } from "../app/navigation";
import { markUnread } from "../app/seeing";
import { isUnread } from "../store/reads";
import * as state from "../store/state";
import { askTag } from "./asking";
import { changeMany } from "./bulk";
import { agentChoices, priorityChoices, snoozing, statusChoices, teamChoicesFor } from "./choices";
import { type Opened, rowMenu } from "./menu";
import { isSelected, toggle } from "./selecting";

const MARGIN = 8;

interface Line extends Choice {
  /** The page this line leads to, instead of doing something. */
  page?: () => Choice[];
}

export default function RowMenu() {
  const opened = rowMenu.value;
  return opened ? <Opening key={opened.numbers.join()} opened={opened} /> : null;
}

function Opening({ opened }: { opened: Opened }) {
  const page = useSignal<{ label: string; lines: Choice[] } | null>(
    opened.page ? { label: t("Snooze"), lines: snoozing(opened.numbers) } : null,
  );
  const root = useRef<HTMLDivElement>(null);
  const from = useRef(document.activeElement);
  const close = () => {
    rowMenu.value = null;
    if (from.current instanceof HTMLElement) from.current.focus();
  };
  useEffect(() => {
    const menu = root.current;
    if (!menu) return;
    const { width, height } = menu.getBoundingClientRect();
    menu.style.left = `${Math.max(MARGIN, Math.min(opened.x, innerWidth - width - MARGIN))}px`;
    menu.style.top = `${Math.max(MARGIN, Math.min(opened.y, innerHeight - height - MARGIN))}px`;
    menu.querySelector<HTMLElement>(".mi")?.focus();
  }, [page.value]);
  useEffect(() => {
    const outside = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) rowMenu.value = null;
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, []);
  const back = () => {
    page.value = null;
  };
  const onKey = (event: KeyboardEvent) => {
    const deeper = page.value !== null;
    if (event.key === "Tab") close();
    else if (event.key === "Escape" || (event.key === "ArrowLeft" && deeper)) deeper ? back() : close();
    else if (event.key === "ArrowRight") (document.activeElement as HTMLElement | null)?.click();
    else if (!moveFocus(event, root.current?.querySelectorAll<HTMLElement>(".mi"))) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const n = opened.numbers.length;
  const label =
    page.value?.label ?? tn("Ticket {number}", "{n} tickets", n, { number: opened.numbers[0] ?? 0 });
  const lines: readonly Line[] = page.value?.lines ?? allOf(opened.numbers);
  return (
    <div class="pop rowmenu" ref={root} role="menu" tabIndex={-1} aria-label={label} onKeyDown={onKey}>
      <div class="lab" role="presentation">
        {label}
      </div>
      <div class="scrolls" role="presentation">
        {lines.map((line) => (
          <MenuLine
            key={line.key}
            line={line}
            pick={() => {
              if (line.page) page.value = { label: line.label, lines: line.page() };
              else {
                close();
                line.pick();
              }
            }}
          />
        ))}
      </div>
    </div>
  );
}

function MenuLine({ line, pick }: { line: Line; pick: () => void }) {
  return (
    <>
      {line.apart && <hr />}
      <button
        type="button"
        class="mi"
        role="menuitem"
        aria-haspopup={line.page ? "menu" : undefined}
        tabIndex={-1}
        onClick={pick}
      >
        {line.mark ?? (line.icon && <Icon name={line.icon} />)}
        <span class="grow">
          {line.label}
          {line.hint && <small>{line.hint}</small>}
        </span>
        {line.page && <Icon name="chevron-right" size="s" />}
      </button>
    </>
  );
}

const nothing = () => undefined;

function allOf(numbers: readonly number[]): Line[] {
  const only = numbers.length === 1 ? numbers[0] : undefined;
  const me = state.me.value.id;
  return [
    ...(only === undefined ? [] : single(only)),
    {
      key: "resolve",
      label: t("Resolve"),
      icon: "circle-check",
      apart: only !== undefined,
      pick: () => void changeMany(numbers, { action: "status", params: { status: "resolved" } }),
    },
    { key: "snooze", label: t("Snooze"), icon: "alarm-clock", page: () => snoozing(numbers), pick: nothing },
    {
      key: "status",
      label: t("Status"),
      icon: "circle-dot",
      page: () => statusChoices(numbers),
      pick: nothing,
    },
    {
      key: "take",
      label: t("Assign to me"),
      icon: "user-check",
      apart: true,
      pick: () => void changeMany(numbers, { action: "assignee", params: { agent_id: me } }),
    },
    {
      key: "assign",
      label: t("Assign to"),
      icon: "user-plus",
      page: () => agentChoices(numbers),
      pick: nothing,
    },
    {
      key: "team",
      label: t("Move to a team"),
      icon: "hash",
      page: () => teamChoicesFor(numbers),
      pick: nothing,
    },
    {
      key: "priority",
      label: t("Priority"),
      icon: "flag",
      page: () => priorityChoices(numbers),
      pick: nothing,
    },
    { key: "tag", label: t("Tag…"), icon: "tag", pick: () => askTag(numbers) },
  ];
}

/** What makes sense for one ticket only. */
function single(number: number): Line[] {
  const unread = isUnread(state.tickets.value.get(number));
  const lines: Line[] = [
    { key: "open", label: t("Open"), icon: "mail-open", pick: () => go({ number }) },
    {
      key: "select",
      label: isSelected(number) ? t("Take out of the selection") : t("Select"),
      icon: "check",
      pick: () => toggle(number),
    },
  ];
  if (!unread)
    lines.push({ key: "unread", label: t("Mark unread"), icon: "mail", pick: () => void markUnread(number) });
  lines.push({
    key: "why",
    label: t("Why was I told, or not?"),
    icon: "circle-help",
    pick: () => location.assign(`/desk/tickets/${number}/notifications`),
  });
  return lines;
}
