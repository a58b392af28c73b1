/** Asks where a link leads; Enter sets it, Esc leaves everything as it is. */
import { useSignal } from "@preact/signals";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../../../shared/i18n";
import { code, current, linkOpen } from "./current";

export function LinkBar() {
  const editor = current.value;
  return linkOpen.value && editor ? <Bar was={editor.link()} /> : null;
}

function Bar({ was }: { was: string }) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const typed = useSignal(was);
  const wrong = useSignal(false);
  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const close = () => {
    linkOpen.value = false;
    current.peek()?.focus();
  };
  const set = () => {
    const href = code.peek()?.linkOf(typed.value) ?? null;
    wrong.value = href === null;
    if (href === null) return;
    linkOpen.value = false;
    current.peek()?.setLink(href);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") set();
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="linkbar">
      <label for={id}>{t("Link to")}</label>
      <input
        ref={field}
        id={id}
        type="text"
        inputmode="url"
        autocomplete="off"
        placeholder="https://"
        aria-invalid={wrong.value}
        aria-describedby={wrong.value ? `${id}-error` : undefined}
        value={typed.value}
        onInput={(event) => {
          typed.value = event.currentTarget.value;
          wrong.value = false;
        }}
        onKeyDown={onKeyDown}
      />
      <button type="button" class="btn small" onClick={set}>
        {t("Set link")}
      </button>
      {was && (
        <button
          type="button"
          class="btn ghost small"
          onClick={() => {
            linkOpen.value = false;
            current.peek()?.setLink(null);
          }}
        >
          {t("Remove link")}
        </button>
      )}
      {wrong.value && (
        <p class="wrong" id={`${id}-error`} role="alert">
          {t("This is not an address of the web or of mail.")}
        </p>
      )}
    </div>
  );
}
