/** The control for a test's value, by the type of its field. */
import { useId } from "preact/hooks";
import { t } from "../../shared/i18n";
import { instantOf, wallOf } from "../../shared/wall-clock";
import { zone } from "../store/state";
import { ForeignZone } from "../times/ForeignZone";
import { type FieldWords, isRelative, shown, typed } from "./fields";
import type { Test } from "./tree";

interface Props {
  field: FieldWords;
  test: Test;
  describedBy: string | undefined;
  set: (value: unknown) => void;
}

export function ValueInput({ field, test, describedBy, set }: Props) {
  const list = useId();
  const common = {
    class: "input",
    "aria-label": field.label,
    "aria-invalid": describedBy !== undefined,
    "aria-describedby": describedBy,
  };
  if (field.type === "date" && isRelative(test.op)) return <Span {...{ field, test, describedBy, set }} />;
  if (field.type === "date") {
    return (
      <span class="vwhen">
        <input
          {...common}
          type="datetime-local"
          aria-describedby={describedBy ?? list}
          value={wallOf(Date.parse(shown(test.value)), zone.value.tz)}
          onChange={(event) => set(instant(event.currentTarget.value))}
        />
        <ForeignZone id={list} />
      </span>
    );
  }
  if (field.choices.length > 0 && field.type !== "tags") {
    const value = shown(test.value);
    const known = field.choices.some(([key]) => key === value);
    return (
      <select {...common} value={value} onChange={(event) => set(typed(field, event.currentTarget.value))}>
        {!known && <option value={value}>{value === "" ? t("Choose…") : value}</option>}
        {field.choices.map(([key, words]) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </select>
    );
  }
  return (
    <>
      <input
        {...common}
        type={field.type === "day" ? "date" : "text"}
        inputmode={field.type === "number" ? "decimal" : undefined}
        autocomplete="off"
        list={field.type === "tags" ? list : undefined}
        value={shown(test.value)}
        onInput={(event) => set(typed(field, event.currentTarget.value))}
      />
      {field.type === "tags" && (
        <datalist id={list}>
          {field.choices.map(([key]) => (
            <option key={key} value={key} />
          ))}
        </datalist>
      )}
    </>
  );
}

/** A number and a unit: "7d". */
function Span({ field, test, describedBy, set }: Props) {
  const [, number = "", unit = "d"] = /^(\d*)([mhdw])$/.exec(shown(test.value)) ?? [];
  const units: [string, string][] = [
    ["m", t("minutes")],
    ["h", t("hours")],
    ["d", t("days")],
    ["w", t("weeks")],
  ];
  return (
    <span class="vspan">
      <input
        class="input"
        type="number"
        min={1}
        max={99999}
        aria-label={t("{field}: how many", { field: field.label })}
        aria-invalid={describedBy !== undefined}
        aria-describedby={describedBy}
        value={number}
        onInput={(event) => {
          const written = event.currentTarget.value;
          set(written === "" ? "" : `${written}${unit}`);
        }}
      />
      <select
        class="input"
        aria-label={t("{field}: unit", { field: field.label })}
        value={unit}
        onChange={(event) => set(`${number}${event.currentTarget.value}`)}
      >
        {units.map(([key, words]) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </select>
    </span>
  );
}

function instant(local: string): string {
  const at = instantOf(local, zone.value.tz);
  return Number.isNaN(at) ? "" : new Date(at).toISOString();
}
