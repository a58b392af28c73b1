/** The filters in force as chips, each with a way to take it off. */
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { go } from "../app/navigation";
import { priorityWords, statusWords } from "../app/words";
import * as state from "../store/state";
import type { Priority, Status } from "../types";
import { openBuilder } from "../views/opening";

function words(name: string, value: string): string {
  if (name === "f") return t("Own filter");
  if (name === "q") return t("“{words}”", { words: value });
  if (name === "priority") return priorityWords(value as Priority) ?? value;
  if (name === "status") return statusWords(value as Status) ?? value;
  if (name === "inbox") return state.inboxes.value.find((each) => each.id === Number(value))?.name ?? value;
  return value;
}

export function AppliedFilters() {
  const applied = Object.entries(state.filters.value).filter(
    ([name]) => name !== "sort" && name !== "needs_reply",
  );
  if (applied.length === 0) return null;
  const remove = (name: string) => {
    const { [name]: _old, ...rest } = state.filters.value;
    go({ filters: rest });
  };
  return (
    <div class="applied">
      {applied.map(([name, value]) => (
        <span key={name} class="chip accent">
          {name === "f" ? (
            <button type="button" class="own" onClick={() => void openBuilder()}>
              {words(name, value)}
            </button>
          ) : (
            words(name, value)
          )}
          <button
            type="button"
            aria-label={t("Remove the filter {name}", { name: words(name, value) })}
            onClick={() => remove(name)}
          >
            <Icon name="x" size="xs" />
          </button>
        </span>
      ))}
    </div>
  );
}
