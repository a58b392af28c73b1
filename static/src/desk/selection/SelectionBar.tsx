/** Stands in the place of the segments while rows are chosen: how many, and what can be done to all of them. */
import { t, tn } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { type Choice, Menu } from "../../shared/ui/Menu";
import { surgeryAsked } from "../surgery/asked";
import { askTag } from "./asking";
import { changeMany } from "./bulk";
import { agentChoices, priorityChoices, snoozing, statusChoices, teamChoicesFor } from "./choices";
import { choosable, clearSelection, selected, selectLoaded } from "./selecting";

export function SelectionBar() {
  const numbers = selected.value;
  const all = numbers.length === choosable.value.length;
  const button = "btn ghost icon";
  return (
    <div class="seg selbar" role="toolbar" aria-label={t("Selected tickets")}>
      <input
        type="checkbox"
        class="box"
        checked={all}
        ref={(box) => {
          if (box) box.indeterminate = !all;
        }}
        aria-label={t("Select all loaded tickets")}
        title={t("Select all loaded tickets")}
        onClick={() => (all ? clearSelection() : selectLoaded())}
      />
      <span class="num count">{tn("{n} selected", "{n} selected", numbers.length)}</span>
      <span class="sp" />
      <button
        type="button"
        class={button}
        aria-label={t("Resolve")}
        title={t("Resolve")}
        onClick={() => void changeMany(numbers, { action: "status", params: { status: "resolved" } })}
      >
        <Icon name="circle-check" />
      </button>
      <Menu label={t("Snooze")} button={button} place="right" choices={snoozing(numbers)}>
        <Icon name="alarm-clock" />
      </Menu>
      <Menu label={t("Assign")} button={button} place="right" choices={agentChoices(numbers)}>
        <Icon name="user-plus" />
      </Menu>
      <button
        type="button"
        class={button}
        aria-label={t("Tag")}
        title={t("Tag")}
        onClick={() => askTag(numbers)}
      >
        <Icon name="tag" />
      </button>
      <Menu label={t("More")} button={button} place="right" choices={more(numbers)}>
        <Icon name="ellipsis" />
      </Menu>
      <button
        type="button"
        class={button}
        aria-label={t("Clear the selection")}
        title={t("Clear the selection")}
        onClick={clearSelection}
      >
        <Icon name="x" />
      </button>
    </div>
  );
}

function merging(numbers: readonly number[]): Choice {
  const pick = () => {
    surgeryAsked.value = { kind: "merge", numbers };
  };
  return { key: "merge", label: t("Merge…"), icon: "merge", pick };
}

/** Everything rarer in one list: each group stands apart. */
function more(numbers: readonly number[]) {
  const apart = <T extends object>(group: readonly T[], key: string) =>
    group.map((choice, place) => ({ ...choice, key: `${key}${place}`, apart: place === 0 && key !== "s" }));
  return [
    ...apart(statusChoices(numbers), "s"),
    ...apart(priorityChoices(numbers), "p"),
    ...apart(teamChoicesFor(numbers), "t"),
    ...apart([merging(numbers)], "m"),
  ];
}
