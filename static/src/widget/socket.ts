/** The chat's live line: joins the visitor's own room after a cursor; polls when sockets are blocked. */
import { io, type Socket } from "socket.io-client";
import { ask, visitorToken } from "./net";
import * as state from "./state";
import type { Message } from "./types";

interface News {
  cursor: string;
  message: Message;
}

const TYPING_MILLISECONDS = 6000;
const TYPING_EVERY_MILLISECONDS = 2500;
const POLL_MILLISECONDS = 5000;
const RETRY_MILLISECONDS = 3000;

let socket: Socket | null = null;
let cursor = "";
let reload: () => void = () => {};
let back: () => void = () => {};
let fades: ReturnType<typeof setTimeout> | undefined;
let polling: ReturnType<typeof setInterval> | undefined;
let typed = 0;

export function startFrom(place: string): void {
  cursor = place;
}

/** Connects once; `onReload` fetches everything when too much was missed, `onBack` is called when the line is back. */
export function connect(onReload: () => void, onBack: () => void): void {
  reload = onReload;
  back = onBack;
  if (socket) return;
  socket = io("/widget", {
    auth: (answer) => answer({ inbox: state.page.inbox, token: visitorToken() }),
    transports: ["websocket", "polling"],
    reconnectionDelay: 500,
    reconnectionDelayMax: 5000,
  });
  socket.on("connect", () => void join());
  socket.on("news", (item: News) => {
    cursor = item.cursor;
    state.see([item.message]);
  });
  socket.on("typing", ({ name }: { name: string }) => {
    state.typing.value = name;
    clearTimeout(fades);
    fades = setTimeout(() => {
      state.typing.value = null;
    }, TYPING_MILLISECONDS);
  });
  socket.on("disconnect", lose);
  socket.on("connect_error", lose);
}

export function hangUp(): void {
  socket?.disconnect();
  socket = null;
}

async function join(): Promise<void> {
  try {
    const answer = (await socket?.timeout(8000).emitWithAck("join", { after: cursor || null })) as {
      ok: boolean;
      news?: News[] | null;
      cursor: string;
      reload: boolean;
    };
    if (!answer.ok) return;
    state.see((answer.news ?? []).map((item) => item.message));
    cursor = answer.cursor;
    if (answer.reload) reload();
    state.connected.value = true;
    clearInterval(polling);
    polling = undefined;
    back();
  } catch {
    lose();
  }
}

function lose(): void {
  if (socket && !socket.connected && !socket.active) setTimeout(() => socket?.connect(), RETRY_MILLISECONDS);
  state.connected.value = false;
  polling ??= setInterval(() => void poll(), POLL_MILLISECONDS);
}

async function poll(): Promise<void> {
  if (socket?.connected) return;
  try {
    const answer = await ask<{ messages: Message[]; cursor: string }>("GET", `/messages?after=${cursor}`);
    state.see(answer.messages);
    cursor = answer.cursor;
    state.connected.value = true;
    back();
  } catch {
    state.connected.value = false;
  }
}

/** Shows the agents that the visitor types, every few seconds at most. */
export function sayTyping(): void {
  const moment = performance.now();
  if (!socket?.connected || moment - typed < TYPING_EVERY_MILLISECONDS) return;
  typed = moment;
  socket.emit("typing", {});
}

/** The words are sent: what is typed next is news again. */
export function doneTyping(): void {
  typed = Number.NEGATIVE_INFINITY;
}
