/** The rows under their headings; scrolling near the end loads the next page. */
import { useEffect, useRef } from "preact/hooks";
import { t, tn } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { here, loadMore, refetch } from "../app/navigation";
import { queryOf } from "../app/router";
import { menuEvents } from "../selection/menu";
import { isSelected, selecting } from "../selection/selecting";
import { isUnread } from "../store/reads";
import * as state from "../store/state";
import { holding, leaving, settle, shown, waiting, watching } from "./calm";
import { grouped } from "./grouping";
import { NoRows } from "./NoRows";
import { SkeletonMore, SkeletonRows } from "./SkeletonRows";
import { TicketRow } from "./TicketRow";

export function Rows() {
  const scroll = useRef<HTMLDivElement>(null);
  const list = queryOf(here());
  // Another list begins at its top; coming back from a ticket stays where one was.
  useEffect(() => scroll.current?.scrollTo(0, 0), [list]);
  const rows = shown.value.flatMap((number) => state.tickets.value.get(number) ?? []);
  const loading = state.listState.value;
  if (loading === "loading" && rows.length === 0) return <SkeletonRows />;
  const left = leaving.value;
  if (rows.length === 0) return <NoRows />;
  const groups = grouped(rows, {
    sort: state.sort.value,
    now: state.now.value,
    zone: state.zone.value,
    complete: state.next.value === null,
    keeps: (number) => holding.value || left.has(number),
  });
  return (
    <div class="scroll" id="rows" ref={scroll} aria-busy={loading === "loading"} {...watching}>
      <Arrived toTop={() => scroll.current?.scrollTo(0, 0)} />
      <ul class={selecting.value ? "rows picking" : "rows"} {...menuEvents}>
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
                  leaving={left.has(row.number)}
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

/** What waits to be shown while the list is held still. */
function Arrived({ toTop }: { toTop: () => void }) {
  const n = waiting.value;
  if (n === 0) return null;
  return (
    <div class="arrival">
      <button
        type="button"
        class="btn primary arrived num"
        onClick={() => {
          settle();
          toTop();
        }}
      >
        <Icon name="chevron-up" size="s" />
        {tn("{n} new", "{n} new", n)}
      </button>
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
      {!failed && more && <SkeletonMore />}
    </div>
  );
}
