/** Whether changed tickets belong to the list on screen, where only the server can judge: asked in batches. */

import { queryOf } from "../app/router";
import { get } from "../net/http";
import { place } from "./placing";
import * as state from "./state";

const TOGETHER_MILLISECONDS = 250;
const MOST_AT_ONCE = 100;

const doubtful = new Set<number>();
let timer: ReturnType<typeof setTimeout> | undefined;

export function askWhetherListed(number: number): void {
  doubtful.add(number);
  askSoon();
}

function askSoon(): void {
  if (timer === undefined) timer = setTimeout(() => void ask(), TOGETHER_MILLISECONDS);
}

async function ask(): Promise<void> {
  timer = undefined;
  const numbers = [...doubtful].slice(0, MOST_AT_ONCE);
  for (const number of numbers) doubtful.delete(number);
  const list = queryOf({ view: state.view.value, filters: state.filters.value });
  try {
    const path = `/desk/views/belonging${list}&only=${numbers.join(",")}`;
    const answer = await get<{ numbers: number[] }>(path);
    if (list !== queryOf({ view: state.view.value, filters: state.filters.value })) return;
    for (const number of numbers) {
      const row = state.tickets.value.get(number);
      if (row) place(row, answer.numbers.includes(number));
    }
  } catch {
    // The list stays as it is; the banner says when the server is away, and coming back asks for everything.
  }
  if (doubtful.size > 0) askSoon();
}
