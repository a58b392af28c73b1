/** The buttons that give form: one stop of the Tab key, arrows move inside it. */
import { useRef } from "preact/hooks";
import { t } from "../../../shared/i18n";
import type { IconName } from "../../../shared/icons";
import { Icon } from "../../../shared/ui/Icon";
import { Menu } from "../../../shared/ui/Menu";
import { moveFocus } from "../../../shared/ui/roving";
import { forms, linkOpen, whenThere } from "./current";
import type { Form } from "./keys";

const mac = navigator.platform.startsWith("Mac") || navigator.platform.startsWith("iP");

function keysOf(keys: string): string {
  return keys.replace("Mod", mac ? "⌘" : "Ctrl").replaceAll("-", mac ? "" : "+");
}

/** Asks for the selection's link; the editor has the cursor again when it is done. */
async function openLink(): Promise<void> {
  if (await whenThere()) linkOpen.value = !linkOpen.value;
}

function give(form: Form): () => void {
  return () => void whenThere().then((editor) => editor?.give(form));
}

interface ButtonProps {
  form: Form | "link";
  label: string;
  icon: IconName;
  keys: string;
  first?: boolean;
  press: () => void;
}

function FormButton({ form, label, icon, keys, first = false, press }: ButtonProps) {
  const shown = `${label} (${keysOf(keys)})`;
  return (
    <button
      type="button"
      class="btn ghost icon"
      aria-label={label}
      title={shown}
      aria-pressed={forms.value.has(form)}
      tabindex={first ? 0 : -1}
      // The cursor stays in the text: a button that takes the focus would lose the selection on some phones.
      onMouseDown={(event) => event.preventDefault()}
      onClick={press}
    >
      <Icon name={icon} />
    </button>
  );
}

export function Toolbar() {
  const bar = useRef<HTMLDivElement>(null);
  const more = [
    { form: "ordered_list", label: t("Numbered list"), icon: "list-ordered", keys: "Mod-Shift-7" },
    { form: "blockquote", label: t("Quote"), icon: "text-quote", keys: "Mod-Shift-9" },
    { form: "underline", label: t("Underline"), icon: "underline", keys: "Mod-U" },
    { form: "strike", label: t("Strikethrough"), icon: "strikethrough", keys: "Mod-Shift-X" },
    { form: "code", label: t("Code"), icon: "code-xml", keys: "Mod-E" },
    { form: "code_block", label: t("Code block"), icon: "square-code", keys: "" },
  ] as const;
  return (
    <div
      class="formatting"
      role="toolbar"
      aria-label={t("Formatting")}
      ref={bar}
      onKeyDown={(event) => {
        if (!event.key.startsWith("Arrow") || (event.target as Element).closest("[role=menu]")) return;
        if (moveFocus(event, bar.current?.querySelectorAll<HTMLElement>(".btn"))) event.preventDefault();
      }}
    >
      <FormButton form="strong" label={t("Bold")} icon="bold" keys="Mod-B" first press={give("strong")} />
      <FormButton form="em" label={t("Italic")} icon="italic" keys="Mod-I" press={give("em")} />
      <FormButton form="link" label={t("Link")} icon="link" keys="Mod-Shift-K" press={openLink} />
      <FormButton
        form="bullet_list"
        label={t("List")}
        icon="list"
        keys="Mod-Shift-8"
        press={give("bullet_list")}
      />
      <Menu
        label={t("More formatting")}
        button="btn ghost icon"
        place="up"
        choices={more.map(({ form, label, icon, keys }) => ({
          key: form,
          label,
          icon,
          ...(keys ? { shortcut: keysOf(keys) } : {}),
          pick: give(form),
        }))}
      >
        <Icon name="ellipsis" />
      </Menu>
    </div>
  );
}
