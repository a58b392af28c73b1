/** One line of addresses, with the contacts that fit what is typed. What is no address stays, and says so. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { lineId, type Role, troubleIn, typedIn, typeIn } from "./half-typed";
import { type Person, peopleLike } from "./people";
import { addressesIn } from "./recipients";

const PAUSE_MILLISECONDS = 150;

interface Props {
  number: number;
  /** What kind of address is looked for. */
  kind: string;
  field: Role;
  label: string;
  addresses: string[];
  change: (addresses: string[]) => void;
}

export function RecipientLine({ number, kind, field, label, addresses, change }: Props) {
  const id = lineId(number, field);
  const typed = typedIn(number, field);
  const left = useSignal(false);
  const found = useSignal<readonly Person[]>([]);
  /** Which is chosen; -1 while what is typed is an address by itself. */
  const at = useSignal(0);
  useEffect(() => {
    let late = false;
    const timer = setTimeout(async () => {
      const people = await peopleLike(typed, kind);
      if (late) return;
      found.value = people.filter((each) => !addresses.includes(each.address));
      at.value = addressesIn(typed).good.length > 0 ? -1 : 0;
    }, PAUSE_MILLISECONDS);
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [typed, kind]);
  const add = (more: readonly string[], rest: string) => {
    if (more.length > 0) change([...new Set([...addresses, ...more])]);
    typeIn(number, field, rest);
    found.value = [];
  };
  const commit = () => {
    const { good, rest } = addressesIn(typedIn(number, field));
    add(good, rest);
  };
  const shown = typed ? found.value : [];
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = shown[at.value];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && shown.length > 0)
      at.value = (Math.max(at.value, step < 0 ? 0 : -1) + step + shown.length) % shown.length;
    else if (event.key === "Escape" && shown.length > 0) {
      found.value = [];
      event.stopPropagation();
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.isComposing) {
      if (chosen) add([chosen.address], "");
      else commit();
      left.value = true;
    } else if (event.key === "Backspace" && typed === "") change(addresses.slice(0, -1));
    else return;
    if (event.key !== "Backspace") event.preventDefault();
  };
  const trouble = left.value ? troubleIn(typed) : "";
  const list = `${id}-people`;
  return (
    <div class="line">
      <label for={id}>{label}</label>
      <div class="addrs">
        {addresses.map((address) => (
          <span key={address} class="chip line">
            <span class="cut">{address}</span>
            <button
              type="button"
              aria-label={t("Remove {address}", { address })}
              onClick={() => change(addresses.filter((each) => each !== address))}
            >
              <Icon name="x" size="xs" />
            </button>
          </span>
        ))}
        <input
          id={id}
          type="text"
          inputmode="email"
          autocomplete="off"
          {...combobox(list, shown, at.value)}
          aria-invalid={trouble !== ""}
          aria-describedby={trouble ? `${id}-trouble` : undefined}
          value={typed}
          onInput={(event) => {
            typeIn(number, field, event.currentTarget.value);
            left.value = false;
            if (/[,;\n]/.test(event.currentTarget.value)) commit();
          }}
          onKeyDown={onKeyDown}
          onBlur={() => {
            commit();
            left.value = true;
          }}
        />
        {trouble && (
          <span class="err" id={`${id}-trouble`} role="alert">
            {trouble}
          </span>
        )}
      </div>
      {shown.length > 0 && (
        <div class="pop people" id={list} role="listbox" tabIndex={-1} aria-label={t("Known contacts")}>
          {shown.map((person, place) => (
            <div
              key={person.address}
              id={`${list}-${place}`}
              class="mi"
              role="option"
              tabIndex={-1}
              aria-selected={place === at.value}
              onMouseDown={(event) => {
                event.preventDefault();
                add([person.address], "");
              }}
            >
              <span class="grow cut">
                {person.name || person.address}
                {person.name && <small class="cut">{person.address}</small>}
              </span>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

/** Spread in, for the types of Preact and the linter know comboboxes only with a datalist. */
function combobox(list: string, shown: readonly Person[], at: number): object {
  return {
    role: "combobox",
    "aria-expanded": shown.length > 0,
    "aria-controls": shown.length > 0 ? list : undefined,
    "aria-activedescendant": shown[at] ? `${list}-${at}` : undefined,
    "aria-autocomplete": "list",
  };
}
