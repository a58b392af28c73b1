/** Keeping, changing, moving and deleting views; the sidebar asks for its views again after each. */
import { t } from "../../shared/i18n";
import { go } from "../app/navigation";
import { send } from "../net/http";
import { loadSaved } from "../store/saved";
import * as state from "../store/state";
import { toast } from "../store/toasts";
import type { SavedView } from "../types";
import { order, tree } from "./building";
import { conditionOf } from "./tree";

export interface Name {
  name: string;
  icon: string;
  scope: SavedView["scope"];
  team_id: number | null;
}

/** Keeps what is being built, as a new view or in the place of one, and goes there. Throws what the server refuses. */
export async function keepView(name: Name, instead: number | null): Promise<void> {
  const body = { ...name, filter: conditionOf(tree.peek()), sort: order.peek() };
  const path = instead === null ? "/desk/views" : `/desk/views/${instead}`;
  const { view } = await send<{ view: SavedView }>(instead === null ? "POST" : "PUT", path, body);
  await loadSaved();
  go({ view: view.key, filters: {} });
  toast(instead === null ? t("The view is kept.") : t("The view is changed."));
}

export async function deleteView(view: SavedView): Promise<void> {
  await send<undefined>("DELETE", `/desk/views/${view.id}`);
  await loadSaved();
  if (state.view.value === view.key) go({ view: "all", filters: {} });
  toast(t("The view {name} is gone.", { name: view.label }));
}

/** Lets a view change places with its neighbour among those for the same people. */
export async function moveView(view: SavedView, by: -1 | 1): Promise<void> {
  const row = state.saved.value.filter((each) => each.scope === view.scope).map((each) => each.id);
  const at = row.indexOf(view.id);
  const other = row[at + by];
  if (other === undefined) return;
  row[at] = other;
  row[at + by] = view.id;
  await send<undefined>("PUT", "/desk/views/order", { ids: row });
  await loadSaved();
}
