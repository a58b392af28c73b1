/** Typing signs: shown for some seconds, said at most every few. */
import type { Socket } from "socket.io-client";
import * as state from "../store/state";

const SHOWN_MILLISECONDS = 6000;
const EVERY_MILLISECONDS = 2500;

const fades = new Map<number, ReturnType<typeof setTimeout>>();
let line: Socket | null = null;
let said = { number: 0, at: 0 };

/** Listens on the connection, and uses it to say that one types. */
export function carryTyping(socket: Socket): void {
  line = socket;
  socket.on("typing", ({ number, name }: { number: number; name: string }) => {
    clearTimeout(fades.get(number));
    state.typing.value = new Map(state.typing.value).set(number, name);
    fades.set(
      number,
      setTimeout(() => stopTyping(number), SHOWN_MILLISECONDS),
    );
  });
}

/** Takes the sign away: the message is there, or nothing came for a while. */
export function stopTyping(number: number): void {
  if (!state.typing.value.has(number)) return;
  const left = new Map(state.typing.value);
  left.delete(number);
  state.typing.value = left;
}

/** Lets the customer know that somebody writes to them. */
export function sayTyping(number: number): void {
  const at = performance.now();
  if (!line?.connected || (said.number === number && at - said.at < EVERY_MILLISECONDS)) return;
  said = { number, at };
  line.emit("typing", { number });
}

/** The words are sent: what is typed next is news again. */
export function doneTyping(): void {
  said = { number: 0, at: 0 };
}
