/** Turns messages into what the timeline draws: day dividers, messages, and runs of events folded to one line. */
import { dayKey, dayName, type Zone } from "../../shared/times";
import type { Message } from "../types";

export type Item =
  | { kind: "day"; key: string; label: string }
  | { kind: "message"; key: string; message: Message }
  | { kind: "events"; key: string; events: Message[] };

/** Items in order of time; consecutive events of one day are one item. */
export function timeline(messages: readonly Message[], zone: Zone, now: number): Item[] {
  const items: Item[] = [];
  let day = "";
  for (const message of messages) {
    const today = dayKey(message.created_at, zone);
    if (today !== day) {
      items.push({ kind: "day", key: `day-${today}`, label: dayName(message.created_at, now, zone) });
      day = today;
    }
    const last = items.at(-1);
    if (message.kind !== "event") items.push({ kind: "message", key: keyOf(message), message });
    else if (last?.kind === "events") last.events.push(message);
    else items.push({ kind: "events", key: `events-${message.id}`, events: [message] });
  }
  return items;
}

/** The key a bubble keeps when the server's copy replaces the optimistic one, so that it does not blink. */
export function keyOf(message: Pick<Message, "id" | "client_key">): string {
  return message.client_key ?? `message-${message.id}`;
}
