/** Rows of custom fields, each written in its place and kept when one leaves it. What was refused stays, with why. */
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { forget, keep, type, typed, written } from "../store/fields";
import * as state from "../store/state";
import type { CustomField } from "../types";

interface Props {
  /** Where the fields are, for keeping what is typed: "ticket-42". */
  owner: string;
  fields: readonly CustomField[];
  save: (id: number, value: string) => Promise<void>;
  lacking?: readonly number[];
}

export function Fields({ owner, fields, save, lacking = [] }: Props) {
  return (
    <dl class="kv fields">
      {fields.map((field) => (
        <Row key={field.id} owner={owner} field={field} save={save} lacks={lacking.includes(field.id)} />
      ))}
    </dl>
  );
}

interface RowProps extends Pick<Props, "owner" | "save"> {
  field: CustomField;
  lacks: boolean;
}

function Row({ owner, field, save, lacks }: RowProps) {
  const place = `${owner}-${field.id}`;
  const error = typed.value.get(place)?.error || (lacks ? t("Needed before the ticket is resolved.") : "");
  return (
    <>
      <dt>
        <label for={`field-${place}`} title={field.label}>
          {field.label}
          {field.required && <span aria-hidden="true"> *</span>}
        </label>
      </dt>
      <dd>
        <Control place={place} field={field} error={error} save={(value) => save(field.id, value)} />
        {error && (
          <span class="err" id={`field-${place}-error`} role="alert">
            <Icon name="circle-alert" size="xs" />
            {error}
          </span>
        )}
      </dd>
    </>
  );
}

interface ControlProps {
  place: string;
  field: CustomField;
  error: string;
  save: (value: string) => Promise<void>;
}

function Control({ place, field, error, save }: ControlProps) {
  const value = typed.value.get(place)?.value ?? written(field);
  const leave = async () => {
    const fresh = typed.value.has(place);
    if ((await keep(place, field, save)) && fresh)
      state.announcement.value = t("{field} is saved", { field: field.label });
  };
  const shared = {
    id: `field-${place}`,
    "aria-invalid": error !== "",
    "aria-describedby": error ? `field-${place}-error` : undefined,
    "aria-required": field.required,
  };
  const input = (event: { currentTarget: { value: string } }) => type(place, event.currentTarget.value);
  if (field.type === "checkbox")
    return (
      <input
        {...shared}
        type="checkbox"
        checked={value === "on"}
        onChange={(event) => {
          type(place, event.currentTarget.checked ? "on" : "");
          void leave();
        }}
      />
    );
  if (field.type === "choice")
    return (
      <select
        {...shared}
        class="input bare"
        value={value}
        onChange={(event) => {
          input(event);
          void leave();
        }}
      >
        <option value="">–</option>
        {choices(field).map((word) => (
          <option key={word} value={word}>
            {word}
          </option>
        ))}
      </select>
    );
  const line = {
    ...shared,
    class: "input bare",
    value,
    onInput: input,
    onBlur: () => void leave(),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === "Enter" && !event.isComposing) void leave();
      if (event.key === "Escape") forget(place);
    },
  };
  if (field.type === "date") return <input {...line} type="date" />;
  const mode = field.type === "number" ? "decimal" : "text";
  return (
    <input {...line} type="text" inputMode={mode} maxLength={500} autocomplete="off" placeholder={t("Add")} />
  );
}

/** What there is to choose from; a word that is chosen stays even when it is offered no more. */
function choices(field: CustomField): string[] {
  const chosen = written(field);
  return chosen && !field.options.includes(chosen) ? [...field.options, chosen] : field.options;
}
