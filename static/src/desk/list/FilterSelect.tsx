/** One labelled choice of the filter form; it filters at once. */
import { useId } from "preact/hooks";
import { t } from "../../shared/i18n";
import { filters } from "../store/state";

interface Props {
  name: string;
  label: string;
  options: readonly (readonly [string, string])[];
  set: (name: string, value: string) => void;
}

export function FilterSelect({ name, label, options, set }: Props) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        class="input"
        id={id}
        value={filters.value[name] ?? ""}
        onChange={(event) => set(name, event.currentTarget.value)}
      >
        <option value="">{t("Any")}</option>
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}
