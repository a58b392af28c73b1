/** The rows under their headings; scrolling near the end loads the next page. */
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../shared/i18n";
import { here, loadMore, refetch } from "../app/navigation";
import { queryOf } from "../app/router";
import { isSelected, selecting } from "../selection/selecting";
import { isUnread } from "../store/reads";
import * as state from "../store/state";
import { grouped } from "./grouping";
import { NoRows } from "./NoRows";
import { SkeletonRows } from "./SkeletonRows";
import { TicketRow } from "./TicketRow";

export function Rows() {
  const scroll = useRef<HTMLDivElement>(null);
  const list = queryOf(here());
  // Another list begins at its top; coming back from a ticket stays where one was.
  useEffect(() => scroll.current?.scrollTo(0, 0), [list]);
  const rows = state.rows.value;
  const loading = state.listState.value;
  if (loading === "loading" && rows.length === 0) return <SkeletonRows />;
  if (rows.length === 0) return <NoRows />;
  const groups = grouped(rows, {
    sort: state.sort.value,
    now: state.now.value,
    zone: state.zone.value,
    complete: state.next.value === null,
  });
  return (
    <div class="scroll" id="rows" ref={scroll} aria-busy={loading === "loading"}>
      <ul class={selecting.value ? "rows picking" : "rows"}>
        {groups.map((group) => (
          <li key={group.key}>
            <h2 class={group.urgent ? "grp red" : "grp"}>
              {group.label}
              {group.whole && <span class="num">{group.rows.length}</span>}
            </h2>
            <ul>
              {group.rows.map((row) => (
                <TicketRow
                  key={row.number}
                  row={row}
                  current={row.number === state.openNumber.value}
                  chosen={isSelected(row.number)}
                  unread={isUnread(row)}
                />
              ))}
            </ul>
          </li>
        ))}
      </ul>
      <End />
    </div>
  );
}

function End() {
  const mark = useRef<HTMLDivElement>(null);
  const more = state.next.value !== null;
  useEffect(() => {
    if (!mark.current || !more) return;
    const watcher = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) void loadMore();
      },
      { root: mark.current.parentElement, rootMargin: "600px" },
    );
    watcher.observe(mark.current);
    return () => watcher.disconnect();
  }, [more, state.next.value]);
  const failed = state.listState.value === "failed";
  return (
    <div class="more" ref={mark}>
      {failed && (
        <button type="button" class="btn" onClick={() => void refetch()}>
          {t("Could not load. Try again")}
        </button>
      )}
      {!failed && more && t("Loading more…")}
    </div>
  );
}
