/** Tells the server that this page is open, about once a minute: only who is here gets tickets by themselves. */
import type { Socket } from "socket.io-client";
import { send } from "./http";

const EVERY_MILLISECONDS = 50_000;
let said = performance.now();

/** Follows the server's own pings, which also reach a page in the background, where timers sleep. */
export function keepHere(socket: Socket): void {
  socket.io.on("ping", () => {
    if (socket.connected && due()) socket.emit("ping_page");
  });
}

/** The same where sockets are blocked; the poll asks for it. */
export function sayHere(): void {
  if (due()) void send("POST", "/desk/presence", {}).catch(() => undefined);
}

function due(): boolean {
  const now = performance.now();
  if (now - said < EVERY_MILLISECONDS) return false;
  said = now;
  return true;
}
