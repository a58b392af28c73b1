/** Tickets that may be meant beside one: the same person's, or what is searched for; asked a moment after typing. */
import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { get } from "../net/http";
import type { TicketRow } from "../types";

const PAUSE_MS = 200;

export interface Finding {
  words: Signal<string>;
  found: Signal<readonly TicketRow[] | null>;
}

export function useFinding(number: number): Finding {
  const words = useSignal("");
  const found = useSignal<readonly TicketRow[] | null>(null);
  useEffect(() => {
    let current = true;
    const ask = async () => {
      const query = words.value.trim() ? `?q=${encodeURIComponent(words.value.trim())}` : "";
      const answer = await get<{ tickets: TicketRow[] }>(`/desk/tickets/${number}/others${query}`).catch(
        () => ({ tickets: [] }),
      );
      if (current) found.value = answer.tickets;
    };
    const timer = setTimeout(() => void ask(), words.value ? PAUSE_MS : 0);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [number, words.value]);
  return { words, found };
}
