/** A group of tests and groups: how they are joined, what they are, and ways to add more. */
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { tree } from "./building";
import { fields, freshTest } from "./fields";
import { focusOn } from "./focus";
import { TestRow } from "./TestRow";
import { added, type Group, isGroup, type Join, type Path, replaced } from "./tree";

const DEEPEST = 4;

export function GroupBox({ group, path }: { group: Group; path: Path }) {
  const set = (other: Group) => {
    tree.value = replaced(tree.value, path, other);
  };
  const add = (nested: boolean) => {
    const test = freshTest(fields.value[0]?.key ?? "status");
    tree.value = added(tree.value, path, nested ? { join: "any", parts: [test] } : test);
    const place = [...path, group.parts.length];
    focusOn(nested ? [...place, 0] : place, "field");
  };
  const remove = () => {
    tree.value = replaced(tree.value, path, null);
    focusOn(path.slice(0, -1), "add");
  };
  const joins: [Join, string][] = [
    ["all", t("All of these hold")],
    ["any", t("Any of these holds")],
    ["none", t("None of these holds")],
  ];
  return (
    <fieldset class={path.length > 0 ? "vgroup inner" : "vgroup"} data-group={path.join(".")}>
      <legend class="sr">{path.length > 0 ? t("Group of conditions") : t("Conditions")}</legend>
      <div class="vjoin">
        <select
          class="input"
          aria-label={t("How the conditions are joined")}
          value={group.join}
          onChange={(event) => set({ ...group, join: event.currentTarget.value as Join })}
        >
          {joins.map(([key, words]) => (
            <option key={key} value={key}>
              {words}
            </option>
          ))}
        </select>
        {path.length > 0 && (
          <button
            type="button"
            class="btn icon ghost"
            aria-label={t("Remove the group")}
            title={t("Remove the group")}
            onClick={remove}
          >
            <Icon name="trash-2" />
          </button>
        )}
      </div>
      {group.parts.length === 0 && <p class="muted">{t("No condition yet: every ticket fits.")}</p>}
      {group.parts.map((part, place) => {
        const here = [...path, place];
        const key = here.join(".");
        return isGroup(part) ? (
          <GroupBox key={key} group={part} path={here} />
        ) : (
          <TestRow key={key} test={part} path={here} />
        );
      })}
      <div class="vadd">
        <button type="button" class="btn small" onClick={() => add(false)}>
          <Icon name="plus" size="s" />
          {t("Add condition")}
        </button>
        {path.length < DEEPEST && (
          <button type="button" class="btn small ghost" onClick={() => add(true)}>
            <Icon name="plus" size="s" />
            {t("Add group")}
          </button>
        )}
      </div>
    </fieldset>
  );
}
