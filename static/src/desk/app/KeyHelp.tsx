/** The list of keys, opened by "?": grouped, and searchable. */
import { useSignal } from "@preact/signals";
import { t } from "../../shared/i18n";
import { Dialog } from "../../shared/ui/Dialog";
import { type Command, commands, type Group, singleKeys } from "./commands";
import { helpOpen } from "./help";
import { caps } from "./keynames";

const GROUPS: readonly Group[] = ["move", "ticket", "write", "go", "desk"];

export function groupWords(group: Group): string {
  const words: Record<Group, string> = {
    move: t("The list"),
    ticket: t("The open ticket"),
    write: t("Writing"),
    go: t("Go to"),
    desk: t("The desk"),
  };
  return words[group];
}

export function KeyHelp() {
  const sought = useSignal("");
  if (!helpOpen.value) return null;
  const words = sought.value.trim().toLowerCase();
  const found = keyed().filter((each) => !words || told(each).toLowerCase().includes(words));
  return (
    <Dialog
      heading={t("Keys")}
      onClose={() => {
        helpOpen.value = false;
        sought.value = "";
      }}
    >
      <input
        class="input"
        type="search"
        aria-label={t("Search the keys")}
        placeholder={t("Search the keys…")}
        onInput={(event) => {
          sought.value = event.currentTarget.value;
        }}
      />
      {!singleKeys.value && <p>{t("Single keys are switched off in your profile.")}</p>}
      <section class="keygroups" tabindex={0} aria-label={t("Keys")}>
        {GROUPS.map((group) => (
          <KeyGroup key={group} group={group} found={found.filter((each) => each.group === group)} />
        ))}
        {found.length === 0 && <p role="status">{t("No key does that.")}</p>}
      </section>
      <form method="dialog" class="act">
        <button type="submit" class="btn">
          {t("Close")}
        </button>
      </form>
    </Dialog>
  );
}

/** What has a key; what cannot be had here at all, such as a view that is not there, is left out. */
function keyed(): Command[] {
  return commands.value.filter((each) => each.key && (each.group !== "go" || (each.when?.() ?? true)));
}

function told(command: Command): string {
  return (command.explained ?? command.label)();
}

function KeyGroup({ group, found }: { group: Group; found: Command[] }) {
  if (found.length === 0) return null;
  return (
    <section>
      <h3>{groupWords(group)}</h3>
      <dl class="keys">
        {found.map((each) => (
          <div key={each.name}>
            <dt>{told(each)}</dt>
            <dd>
              {caps(each.key ?? "").map((cap, place) => (
                <kbd key={place}>{cap}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
