/** Finds tickets by everything written in them, in whatever view they are: searches as one types, after a pause, and at once on Enter. */
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { go, here } from "../app/navigation";
import { filters } from "../store/state";

const PAUSE_MILLISECONDS = 300;

export function SearchBox({ hint = false }: { hint?: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const query = filters.value.q ?? "";
  useEffect(() => {
    if (input.current && document.activeElement !== input.current) input.current.value = query;
  }, [query]);
  const search = () => {
    clearTimeout(timer.current);
    const { q: _old, ...rest } = here().filters;
    const q = input.current?.value.trim() ?? "";
    go({ filters: q ? { ...rest, q } : rest }, query ? "replace" : "push");
  };
  return (
    <form
      class="find"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        search();
      }}
    >
      <Icon name="search" size="s" />
      <input
        ref={input}
        type="search"
        name="q"
        autocomplete="off"
        data-search
        aria-label={t("Search tickets")}
        placeholder={t("Search all tickets…")}
        defaultValue={query}
        onInput={() => {
          clearTimeout(timer.current);
          timer.current = setTimeout(search, PAUSE_MILLISECONDS);
        }}
      />
      {hint && (
        <span class="kbd" aria-hidden="true">
          /
        </span>
      )}
    </form>
  );
}
