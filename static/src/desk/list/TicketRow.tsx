/** A row of the list: the link to the ticket, the box that chooses it, and the buttons that the pointer finds. */
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { memo } from "../../shared/ui/memo";
import { changeMany } from "../selection/bulk";
import { rowMenu } from "../selection/menu";
import { extendTo, toggle } from "../selection/selecting";
import { myId } from "../store/state";
import type { KnownTicket } from "../types";
import { TicketRowLink } from "./TicketRowLink";

interface Props {
  row: KnownTicket;
  current: boolean;
  chosen: boolean;
  unread: boolean;
  leaving: boolean;
}

/** One of perhaps thousands: news of another ticket must not touch it. */
export const TicketRow = memo(function TicketRow({ row, current, chosen, unread, leaving }: Props) {
  let shift = false;
  return (
    <li class={leaving ? "item leaving" : "item"}>
      <TicketRowLink row={row} current={current} unread={unread} />
      <label
        class="pick"
        onPointerDown={(event) => {
          shift = event.shiftKey;
        }}
      >
        <input
          type="checkbox"
          class="box"
          tabIndex={-1}
          checked={chosen}
          aria-label={t("Select ticket {number}", { number: row.number })}
          onClick={(event) => (event.shiftKey || shift ? extendTo(row.number) : toggle(row.number))}
        />
      </label>
      <RowButtons row={row} />
    </li>
  );
});

/** For the pointer only: the keyboard has keys and the row's menu, a finger holds the row. */
function RowButtons({ row }: { row: KnownTicket }) {
  const numbers = [row.number];
  const done = row.status === "resolved" || row.status === "closed";
  const mine = row.assignee?.id === myId.value;
  return (
    <span class="acts">
      {!mine && (
        <button
          type="button"
          class="btn ghost icon"
          tabIndex={-1}
          title={t("Assign to me")}
          aria-label={t("Assign ticket {number} to me", { number: row.number })}
          onClick={() => void changeMany(numbers, { action: "assignee", params: { agent_id: myId.peek() } })}
        >
          <Icon name="user-plus" size="s" />
        </button>
      )}
      <button
        type="button"
        class="btn ghost icon"
        tabIndex={-1}
        title={t("Snooze")}
        aria-label={t("Snooze ticket {number}", { number: row.number })}
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          rowMenu.value = { numbers, x: box.left, y: box.bottom + 4, page: "snooze" };
        }}
      >
        <Icon name="alarm-clock" size="s" />
      </button>
      <button
        type="button"
        class="btn ghost icon"
        tabIndex={-1}
        title={done ? t("Open again") : t("Resolve")}
        aria-label={
          done
            ? t("Open ticket {number} again", { number: row.number })
            : t("Resolve ticket {number}", { number: row.number })
        }
        onClick={() =>
          void changeMany(numbers, { action: "status", params: { status: done ? "open" : "resolved" } })
        }
      >
        <Icon name={done ? "rotate-ccw" : "circle-check"} size="s" />
      </button>
    </span>
  );
}
