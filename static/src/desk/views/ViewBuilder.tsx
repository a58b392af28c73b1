/** The builder: a condition, its order, what fits it; then "show", which puts it in the address, or "save as view". */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { t } from "../../shared/i18n";
import { Dialog } from "../../shared/ui/Dialog";
import { go } from "../app/navigation";
import { sortWords } from "../app/words";
import { Refused } from "../net/http";
import { loadSaved } from "../store/saved";
import * as state from "../store/state";
import { toast } from "../store/toasts";
import type { SavedView, Sort } from "../types";
import { Actions } from "./Actions";
import { blame, check, keepLooking, look, order, tree, wrong } from "./building";
import { loadFields } from "./fields";
import { focusOn } from "./focus";
import { GroupBox } from "./GroupBox";
import { asked, closeBuilder } from "./opening";
import { Preview } from "./Preview";
import { SaveForm } from "./SaveForm";
import { keepView, type Name } from "./saving";
import { conditionOnScreen } from "./starting";
import { conditionOf, packed, treeOf, unfinished } from "./tree";

let begun = "";

/** Loads what the builder needs and begins with the list on screen, or with the view that is to be changed. */
export async function ready(changing: string | null): Promise<void> {
  await Promise.all([loadFields(), loadSaved()]);
  const view = viewNamed(changing);
  const { value: filters } = state.filters;
  tree.value = treeOf(
    view?.filter ?? conditionOnScreen(state.view.value, filters, state.saved.value, state.me.value),
  );
  order.value = view?.sort ?? state.sort.value;
  look.value = null;
  wrong.value = null;
  begun = JSON.stringify(tree.value);
}

function viewNamed(key: string | null): SavedView | undefined {
  return state.saved.value.find((each) => each.key === key);
}

function nameOf(view: SavedView | undefined): Name {
  return {
    name: view?.label ?? "",
    icon: view?.icon ?? "bookmark",
    scope: view?.scope ?? "agent",
    team_id: view?.team_id ?? null,
  };
}

export function ViewBuilder() {
  const view = viewNamed(asked.value?.changing ?? null);
  const saving = useSignal(view !== undefined || Boolean(asked.value?.saving));
  const name = useSignal(nameOf(view));
  const error = useSignal<{ field: string; words: string } | null>(null);
  const done = useSignal(false);
  useEffect(keepLooking, []);
  useEffect(() => {
    if (saving.value && !view) document.getElementById("view-name")?.focus();
  }, [saving.value]);

  /** Closed by mistake, what was built can be had again. */
  const closed = () => {
    const was = asked.value;
    closeBuilder();
    if (done.value || !was || JSON.stringify(tree.value) === begun) return;
    toast(t("The filter was closed."), {
      undo: () => {
        asked.value = was;
      },
    });
  };
  const sound = async () => {
    const path = unfinished(tree.value);
    const fine = await check();
    const place = path ?? wrong.value?.path.split(".").map(Number);
    if (!fine && place && place.length > 0) focusOn(place, "field");
    return fine;
  };
  const show = async () => {
    if (!(await sound())) return;
    const filters: Record<string, string> = { f: packed(conditionOf(tree.value)) };
    if (order.value !== "waiting") filters.sort = order.value;
    if (state.filters.value.q) filters.q = state.filters.value.q;
    done.value = true;
    closeBuilder();
    go({ view: view || state.view.value.startsWith("view:") ? "all" : state.view.value, filters });
  };
  const keep = async (instead: number | null) => {
    error.value = null;
    if (!(await sound())) return;
    try {
      await keepView(name.value, instead);
      done.value = true;
      closeBuilder();
    } catch (refusal) {
      const field = refusal instanceof Refused ? refusal.field : null;
      if (field && ["name", "scope", "team_id", "icon"].includes(field)) {
        error.value = { field, words: (refusal as Error).message };
      } else blame(refusal);
    }
  };
  return (
    <Dialog heading={view ? t("Change the view") : t("Filter tickets")} onClose={closed}>
      <form
        class="vbuild"
        onSubmit={(event) => {
          event.preventDefault();
          void (saving.value ? keep(view?.may_change ? view.id : null) : show());
        }}
      >
        <GroupBox group={tree.value} path={[]} />
        <label class="vorder">
          {t("Order")}
          <select
            class="input"
            value={order.value}
            onChange={(event) => {
              order.value = event.currentTarget.value as Sort;
            }}
          >
            {Object.entries(sortWords()).map(([key, words]) => (
              <option key={key} value={key}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <Preview />
        {saving.value && (
          <SaveForm
            name={name.value}
            error={error.value}
            edit={(change) => {
              name.value = { ...name.value, ...change };
              error.value = null;
            }}
          />
        )}
        <Actions
          view={view}
          saving={saving}
          show={show}
          keep={keep}
          leave={() => {
            done.value = true;
            closeBuilder();
          }}
        />
      </form>
    </Dialog>
  );
}
