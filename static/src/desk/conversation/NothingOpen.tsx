/** The third pane before a ticket is chosen: which keys lead on. */
import { t } from "../../shared/i18n";
import { Empty } from "../../shared/ui/Empty";
import { singleKeys } from "../app/commands";
import { caps } from "../app/keynames";
import * as state from "../store/state";

export function NothingOpen() {
  if (state.listState.value === "ready" && state.listed.value.length === 0)
    return (
      <Empty
        icon="inbox"
        heading={t("Nothing to open here")}
        words={t("This list is empty. Choose another view on the left.")}
      />
    );
  const keys: [string, string][] = [
    ["j k", t("move")],
    ["Enter", t("open")],
    ["w", t("the most urgent for me")],
    ["Mod+k", t("anything")],
    ["?", t("all keys")],
  ];
  return (
    <Empty
      icon="mail-open"
      heading={t("Pick a ticket")}
      words={t("Choose one from the list, or let keys do it.")}
    >
      {singleKeys.value && (
        <dl class="keylist not-phone">
          {keys.map(([key, words]) => (
            <div key={key}>
              <dt>
                {caps(key).map((cap) => (
                  <kbd key={cap}>{cap}</kbd>
                ))}
              </dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
      )}
    </Empty>
  );
}
