/** One view with its count; a plain link, so that it opens in a new tab too. */
import type { IconName } from "../../shared/icons";
import { Icon } from "../../shared/ui/Icon";
import { go } from "../app/navigation";
import { closeNav } from "../app/panes";
import { plainClick } from "../app/plain-click";
import { urlOf } from "../app/router";
import { draftNumbers, loaded } from "../composer/keeping";
import * as state from "../store/state";
import type { View } from "../types";

export function ViewLink({ view, icon }: { view: View; icon: IconName }) {
  const place = { view: view.key, filters: {}, number: null };
  const count = view.key === "drafts" && loaded.value ? draftNumbers().size : view.count;
  // A search looks through every view, so it is in none.
  const current = state.view.value === view.key && !state.filters.value.q;
  return (
    <a
      class="nl"
      href={urlOf(place)}
      aria-current={current ? "page" : undefined}
      onClick={plainClick(() => {
        closeNav();
        go(place);
      })}
    >
      <Icon name={icon} />
      <span class="cut">{view.label}</span>
      {count !== null && count !== 0 && <span class="n num">{count}</span>}
    </a>
  );
}
