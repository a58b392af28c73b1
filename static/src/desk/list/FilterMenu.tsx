/** The filter button and its small form: status, inbox, tag, priority. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { go } from "../app/navigation";
import { PRIORITIES, priorityWords } from "../app/words";
import * as state from "../store/state";
import { openBuilder } from "../views/opening";
import { FilterSelect } from "./FilterSelect";

const NAMES = ["inbox", "tag", "priority"] as const;

export function FilterMenu() {
  const open = useSignal(false);
  const root = useRef<HTMLSpanElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open.value) return;
    root.current?.querySelector<HTMLElement>("select")?.focus();
    const outside = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) open.value = false;
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      open.value = false;
      trigger.current?.focus();
    };
    const element = root.current;
    document.addEventListener("pointerdown", outside);
    element?.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("pointerdown", outside);
      element?.removeEventListener("keydown", onKey);
    };
  }, [open.value]);
  const set = (name: string, value: string) => {
    const { [name]: _old, ...rest } = state.filters.value;
    go({ filters: value ? { ...rest, [name]: value } : rest });
  };
  const clear = () => {
    const kept = Object.entries(state.filters.value).filter(([name]) => !NAMES.includes(name as "tag"));
    go({ filters: Object.fromEntries(kept) });
  };
  return (
    <span class="menu" ref={root}>
      <button
        type="button"
        ref={trigger}
        class="btn ghost icon"
        aria-label={t("Filter")}
        title={t("Filter")}
        aria-expanded={open.value}
        onClick={() => {
          open.value = !open.value;
        }}
      >
        <Icon name="list-filter" />
      </button>
      {open.value && (
        <div class="pop right filters" role="group" aria-label={t("Filter")}>
          <FilterSelect name="inbox" label={t("Inbox")} set={set} options={pairs(state.inboxes.value)} />
          <FilterSelect
            name="tag"
            label={t("Tag")}
            set={set}
            options={state.tags.value.map((tag) => [tag, tag])}
          />
          <FilterSelect
            name="priority"
            label={t("Priority")}
            set={set}
            options={PRIORITIES.map((each) => [each, priorityWords(each)])}
          />
          <div class="act">
            <button
              type="button"
              class="btn"
              onClick={() => {
                open.value = false;
                void openBuilder();
              }}
            >
              {t("More conditions…")}
            </button>
            <button type="button" class="btn ghost" onClick={clear}>
              {t("Clear")}
            </button>
          </div>
        </div>
      )}
    </span>
  );
}

function pairs(refs: readonly { id: number; name: string }[]): [string, string][] {
  return refs.map((ref) => [String(ref.id), ref.name]);
}
