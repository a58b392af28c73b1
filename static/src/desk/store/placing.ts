/** Moves a row in the list on screen, in the order that the list has. */
import type { TicketRow } from "../types";
import { placed } from "./belonging";
import * as state from "./state";

/** Puts a known row in its place in the list on screen, or takes it out. */
export function place(row: TicketRow, wanted: boolean): void {
  state.listed.value = placed(state.listed.value, row, (number) => state.tickets.value.get(number), {
    wanted,
    complete: state.next.value === null,
    sort: state.sort.value,
  });
}
