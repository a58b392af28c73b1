/** A dialog to look through the macros one may use, to see what each would write and do, and to apply one. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { t } from "../../shared/i18n";
import { Dialog } from "../../shared/ui/Dialog";
import { applyMacro, findMacros, type Macro } from "./finding";
import { MacroOption } from "./MacroOption";
import { pickingFor } from "./picking";
import { goOn } from "./putting";

const PAUSE_MILLISECONDS = 120;
const LIST = "macro-list";

export function MacroPicker({ number }: { number: number }) {
  const sought = useSignal("");
  const found = useSignal<Macro[] | null>(null);
  const at = useSignal(0);
  const trouble = useSignal("");
  const busy = useSignal(false);
  useEffect(() => {
    let late = false;
    const look = async () => {
      try {
        const macros = await findMacros(sought.value.trim());
        if (late) return;
        found.value = macros;
        at.value = 0;
        trouble.value = "";
      } catch (error) {
        if (!late) trouble.value = error instanceof Error ? error.message : t("That did not work.");
      }
    };
    const timer = setTimeout(look, found.value ? PAUSE_MILLISECONDS : 0);
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [sought.value]);
  const close = () => {
    pickingFor.value = null;
  };
  const use = async (macro: Macro | undefined) => {
    if (!macro || busy.value) return;
    busy.value = true;
    const words = await applyMacro(number, macro.id);
    busy.value = false;
    if (!words) return;
    close();
    // After the dialog has given the focus back to where it came from.
    requestAnimationFrame(() => void goOn(number, words));
  };
  const macros = found.value ?? [];
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) {
      at.value = (at.value + by + macros.length) % Math.max(1, macros.length);
      document.getElementById(optionId(macros[at.value]))?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && !event.isComposing) void use(macros[at.value]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog heading={t("Use a macro")} onClose={close}>
      <input
        class="input"
        type="search"
        {...combobox(macros[at.value])}
        aria-label={t("Search macros")}
        placeholder={t("Search macros…")}
        autocomplete="off"
        maxLength={100}
        onKeyDown={onKeyDown}
        onInput={(event) => {
          sought.value = event.currentTarget.value;
        }}
      />
      <div class="macros" id={LIST} role="listbox" aria-label={t("Macros")} aria-busy={busy.value}>
        {macros.map((macro, place) => (
          <MacroOption
            key={macro.id}
            id={optionId(macro)}
            macro={macro}
            chosen={place === at.value}
            point={() => {
              at.value = place;
            }}
            use={() => void use(macro)}
          />
        ))}
      </div>
      <p role="status">
        {trouble.value || (found.value && macros.length === 0 ? nothing(sought.value) : "")}
      </p>
      <form method="dialog" class="act">
        <a class="btn ghost" href="/desk/settings/macros">
          {t("Manage macros")}
        </a>
        <span class="sp" />
        <button type="submit" class="btn">
          {t("Cancel")}
        </button>
      </form>
    </Dialog>
  );
}

/** Spread in, for the types of Preact and the linter know comboboxes only with a datalist. */
function combobox(active: Macro | undefined): object {
  return {
    role: "combobox",
    "aria-expanded": active !== undefined,
    "aria-controls": LIST,
    "aria-activedescendant": active && optionId(active),
    "aria-autocomplete": "list",
  };
}

function optionId(macro: Macro | undefined): string {
  return `macro-${macro?.id ?? 0}`;
}

function nothing(sought: string): string {
  return sought.trim() ? t("No macro has these words.") : t("There are no macros yet.");
}
