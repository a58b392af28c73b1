/** The buttons under the builder: show, save, and what can be done with the view that is being changed. */
import { type Signal, useSignal } from "@preact/signals";
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { toast } from "../store/toasts";
import type { SavedView } from "../types";
import { deleteView, moveView } from "./saving";

interface Props {
  view: SavedView | undefined;
  saving: Signal<boolean>;
  show: () => Promise<void>;
  keep: (instead: number | null) => Promise<void>;
  leave: () => void;
}

function tell(error: unknown): void {
  toast(error instanceof Error ? error.message : t("That did not work."), { bad: true });
}

export function Actions({ view, saving, show, keep, leave }: Props) {
  const own = view?.may_change ? view : undefined;
  return (
    <div class="act vact">
      {own && <Place view={own} leave={leave} />}
      <span class="sp" />
      <button type="button" class="btn ghost" onClick={leave}>
        {t("Cancel")}
      </button>
      {!saving.value && (
        <button
          type="button"
          class="btn"
          onClick={() => {
            saving.value = true;
          }}
        >
          <Icon name="bookmark" size="s" />
          {t("Save as view")}
        </button>
      )}
      {own && (
        <button type="button" class="btn" onClick={() => void keep(null)}>
          {t("Save as another")}
        </button>
      )}
      {!own && saving.value && (
        <button type="button" class="btn" onClick={() => void show()}>
          {t("Only show")}
        </button>
      )}
      <button type="submit" class="btn primary">
        {saving.value ? t("Save view") : t("Show tickets")}
      </button>
    </div>
  );
}

/** Earlier, later, gone; deleting asks once more in its own place. */
function Place({ view, leave }: { view: SavedView; leave: () => void }) {
  const sure = useSignal(false);
  const remove = () => {
    if (!sure.value) {
      sure.value = true;
      return;
    }
    leave();
    void deleteView(view).catch(tell);
  };
  const moves = [
    { by: -1 as const, icon: "chevron-up" as const, words: t("Earlier in the sidebar") },
    { by: 1 as const, icon: "chevron-down" as const, words: t("Later in the sidebar") },
  ];
  return (
    <>
      {moves.map(({ by, icon, words }) => (
        <button
          key={by}
          type="button"
          class="btn icon ghost"
          aria-label={words}
          title={words}
          onClick={() => void moveView(view, by).catch(tell)}
        >
          <Icon name={icon} />
        </button>
      ))}
      <button type="button" class="btn ghost danger" onClick={remove}>
        {sure.value ? t("Really delete?") : t("Delete")}
      </button>
    </>
  );
}
