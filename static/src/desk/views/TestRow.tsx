/** One test: what is looked at, how, and against what; and what is wrong with it, if anything. */
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { tree, wrong } from "./building";
import { fieldNamed, fields, firstValue, freshTest, isRelative } from "./fields";
import { focusOn } from "./focus";
import { bare, type Path, replaced, type Test } from "./tree";
import { ValueInput } from "./ValueInput";

export function TestRow({ test, path }: { test: Test; path: Path }) {
  const place = path.join(".");
  const field = fieldNamed(test.field);
  const error = wrong.value?.path === place ? wrong.value.words : null;
  const set = (other: Test) => {
    tree.value = replaced(tree.value, path, other);
  };
  const choose = (op: string) => {
    if (!field || bare(op)) return set({ field: test.field, op });
    const kept = test.value !== undefined && !bare(test.op) && isRelative(op) === isRelative(test.op);
    set({ ...test, op, value: kept ? test.value : firstValue(field, op) });
  };
  const remove = () => {
    tree.value = replaced(tree.value, path, null);
    focusOn(path.slice(0, -1), "add");
  };
  return (
    <div class="vtest" data-path={place} role="group" aria-label={field?.label ?? test.field}>
      <select
        class="input"
        data-what="field"
        aria-label={t("What is looked at")}
        value={test.field}
        onChange={(event) => set(freshTest(event.currentTarget.value))}
      >
        {!field && <option value={test.field}>{test.field}</option>}
        {fields.value.map((each) => (
          <option key={each.key} value={each.key}>
            {each.label}
          </option>
        ))}
      </select>
      <select
        class="input"
        aria-label={t("How {field} is tested", { field: field?.label ?? test.field })}
        value={test.op}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        {field?.operators.map(([op, words]) => (
          <option key={op} value={op}>
            {words}
          </option>
        ))}
      </select>
      {field && !bare(test.op) ? (
        <ValueInput
          field={field}
          test={test}
          describedBy={error ? `vtest-${place}-error` : undefined}
          set={(value) => set({ ...test, value })}
        />
      ) : (
        <span />
      )}
      <button
        type="button"
        class="btn icon ghost"
        aria-label={t("Remove the condition on {field}", { field: field?.label ?? test.field })}
        title={t("Remove")}
        onClick={remove}
      >
        <Icon name="x" />
      </button>
      {error && (
        <span class="err" id={`vtest-${place}-error`} role="alert">
          <Icon name="circle-alert" size="s" />
          {error}
        </span>
      )}
    </div>
  );
}
