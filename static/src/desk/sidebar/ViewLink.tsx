/** One view with its count; a plain link, so that it opens in a new tab too. */
import type { IconName } from "../../shared/icons";
import { Icon } from "../../shared/ui/Icon";
import { go } from "../app/navigation";
import { closeNav } from "../app/panes";
import { plainClick } from "../app/plain-click";
import { urlOf } from "../app/router";
import * as state from "../store/state";
import type { View } from "../types";

export function ViewLink({ view, icon }: { view: View; icon: IconName }) {
  const place = { view: view.key, filters: {}, number: null };
  const current = state.view.value === view.key;
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
      {view.count !== null && view.count !== 0 && <span class="n num">{view.count}</span>}
    </a>
  );
}
