/** Who else is at a ticket: says where one is oneself, every half minute and when it changes, and hears of others. */
import { computed, effect, signal } from "@preact/signals";
import type { Socket } from "socket.io-client";
import { draftOf } from "../composer/drafts";
import * as state from "../store/state";
import type { Ref } from "../types";

const BEAT_MILLISECONDS = 30_000;
/** Two beats may be lost before somebody is taken for gone. */
const LIFE_MILLISECONDS = 75_000;
const WRITES_MILLISECONDS = 8000;

export interface Sign {
  number: number;
  agent: Ref;
  doing: "views" | "writes" | null;
}

export interface Colleague extends Ref {
  writes: boolean;
}

interface Heard extends Sign {
  at: number;
}

const heard = signal<ReadonlyMap<string, Heard>>(new Map());

/** Who is at which ticket besides oneself, by its number; whoever writes first. */
export const company = computed(() => {
  const found = new Map<number, Colleague[]>();
  for (const { number, agent, doing } of heard.value.values()) {
    if (agent.id === state.me.value.id) continue;
    const others = found.get(number) ?? [];
    found.set(number, [...others, { ...agent, writes: doing === "writes" }]);
  }
  for (const others of found.values()) others.sort((one, other) => Number(other.writes) - Number(one.writes));
  return found;
});

export function take(signs: readonly Sign[], at = performance.now()): void {
  const next = new Map(heard.value);
  for (const sign of signs) {
    const key = `${sign.number}:${sign.agent.id}`;
    if (sign.doing === null) next.delete(key);
    else next.set(key, { ...sign, at });
  }
  heard.value = next;
}

/** Forgets whom nothing was heard of for a while. */
export function forget(at = performance.now()): void {
  const kept = [...heard.value].filter(([, sign]) => at - sign.at < LIFE_MILLISECONDS);
  if (kept.length < heard.value.size) heard.value = new Map(kept);
}

const seen = signal(typeof document === "undefined" || !document.hidden);
const writing = signal(false);
const at = computed(() => (seen.value && state.openState.value === "ready" ? state.openNumber.value : null));
let pause: ReturnType<typeof setTimeout> | undefined;
let text = { number: 0, words: "" };

/** Listens on the connection, and says on it where one is. */
export function keepCompany(socket: Socket): void {
  let refused: number | null = null;
  const say = () => {
    const number = at.peek();
    if (!socket.connected || (number !== null && number === refused)) return;
    const answer = socket.timeout(8000).emitWithAck("present", { number, writes: writing.peek() });
    answer.then(({ ok, error }: { ok: boolean; error?: string }) => {
      refused = !ok && error === "forbidden" ? number : null;
    }, silent);
  };
  socket.on("present", (sign: Sign) => take([sign]));
  socket.on("connect", say);
  document.addEventListener("visibilitychange", () => {
    seen.value = !document.hidden;
  });
  effect(() => {
    void at.value;
    void writing.value;
    say();
  });
  effect(noticeWriting);
  setInterval(() => {
    forget();
    if (at.peek() !== null) say();
  }, BEAT_MILLISECONDS);
}

function silent(): void {
  // The next beat says it again.
}

/** A reply that grows or changes is written; one that was there when the ticket was opened is not. */
function noticeWriting(): void {
  const number = at.value;
  const words = number === null ? "" : draftOf(number).reply;
  const changed = number !== null && number === text.number && words !== text.words && words !== "";
  text = { number: number ?? 0, words };
  if (!changed) {
    if (words === "") stopWriting();
    return;
  }
  clearTimeout(pause);
  pause = setTimeout(stopWriting, WRITES_MILLISECONDS);
  writing.value = true;
}

function stopWriting(): void {
  clearTimeout(pause);
  writing.value = false;
}
