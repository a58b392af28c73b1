/** What the list says when it is empty, by why it is empty. */
import { t } from "../../shared/i18n";
import { Empty } from "../../shared/ui/Empty";
import { Icon } from "../../shared/ui/Icon";
import { go, refetch } from "../app/navigation";
import { viewIcon } from "../app/words";
import { mayStart, openStart } from "../start/starting";
import * as state from "../store/state";
import { emptyView, invitesWriting } from "./empty-views";
import { SearchHint } from "./SearchHint";

export function NoRows() {
  if (state.listState.value === "failed") {
    return (
      <Empty
        icon="unplug"
        heading={t("The list could not be loaded")}
        words={t("The server did not answer.")}
      >
        <button type="button" class="btn" onClick={() => void refetch()}>
          {t("Try again")}
        </button>
      </Empty>
    );
  }
  const words = state.filters.value.q;
  if (words) {
    const suggestion = state.searched.value?.suggestion;
    return (
      <Empty
        icon="search"
        heading={t("Nothing found for “{words}”", { words })}
        words={t(
          "Looked in subjects, messages, notes, names, addresses, tags and file names of all tickets.",
        )}
      >
        {suggestion && (
          <button
            type="button"
            class="btn primary"
            onClick={() => go({ filters: { ...state.filters.value, q: suggestion } })}
          >
            {t("Did you mean “{words}”?", { words: suggestion })}
          </button>
        )}
        <button type="button" class="btn" onClick={() => go({ filters: {} })}>
          {t("Clear the search")}
        </button>
        <SearchHint />
      </Empty>
    );
  }
  const filtered = Object.keys(state.filters.value).some((name) => name !== "sort");
  if (filtered) {
    return (
      <Empty
        icon="search"
        heading={t("Nothing matches")}
        words={t("No ticket in this view passes the filters.")}
      >
        <button type="button" class="btn" onClick={() => go({ filters: {} })}>
          {t("Clear the filters")}
        </button>
      </Empty>
    );
  }
  return <NothingInView />;
}

function NothingInView() {
  const key = state.view.value;
  const { heading, words } = emptyView(key);
  const icon = state.currentView.value?.group === "main" && key !== "all" ? viewIcon(key) : "inbox";
  return (
    <Empty icon={icon} heading={heading} words={words}>
      {invitesWriting(key) && mayStart() && (
        <button type="button" class="btn" onClick={openStart}>
          <Icon name="pencil" size="s" />
          {t("New ticket")}
        </button>
      )}
    </Empty>
  );
}
