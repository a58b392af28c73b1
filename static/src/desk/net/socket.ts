/** The one live connection: joins rooms after a cursor, hands on news, polls when sockets are blocked. */
import { io, type Socket } from "socket.io-client";
import { applyNews, lastCursor } from "../store/news";
import * as state from "../store/state";
import type { News } from "../types";
import { get } from "./http";

interface JoinAnswer {
  ok: boolean;
  news?: News[];
  cursor?: string;
  reload?: boolean;
}

const POLL_MILLISECONDS = 5000;
const PATIENCE_MILLISECONDS = 4000;

let socket: Socket | null = null;
let reload: () => void = () => {};
let polling: ReturnType<typeof setInterval> | undefined;
let patience: ReturnType<typeof setTimeout> | undefined;
const rooms = new Set<string>(["desk"]);

/** Connects; `onReload` refetches what is on screen when too much was missed. */
export function connect(onReload: () => void): void {
  reload = onReload;
  const token = document.querySelector<HTMLMetaElement>('meta[name="socket-token"]')?.content ?? "";
  socket = io({ auth: { token }, transports: ["websocket", "polling"], reconnectionDelayMax: 5000 });
  socket.on("connect", () => void joinAll());
  socket.on("news", (item: News) => applyNews([item]));
  socket.on("disconnect", () => lose());
  socket.on("connect_error", () => lose());
  addEventListener("offline", () => lose());
  addEventListener("online", () => socket?.connect());
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && socket && !socket.connected) socket.connect();
  });
}

/** Enters the room of a ticket and leaves the others but the desk's. */
export function watchTicket(number: number | null): void {
  const wanted = number === null ? [] : [`ticket:${number}`];
  const left = [...rooms].filter((room) => room !== "desk" && !wanted.includes(room));
  for (const room of left) rooms.delete(room);
  if (left.length > 0 && socket?.connected) socket.emit("leave", { rooms: left });
  const entered = wanted.filter((room) => !rooms.has(room));
  for (const room of entered) rooms.add(room);
  if (entered.length > 0 && socket?.connected) void join(entered);
}

async function joinAll(): Promise<void> {
  if (await join([...rooms])) settle("live");
}

async function join(names: string[]): Promise<boolean> {
  if (!socket) return false;
  try {
    const body = { rooms: names, after: lastCursor() };
    const answer = (await socket.timeout(8000).emitWithAck("join", body)) as JoinAnswer;
    if (!answer.ok) return false;
    catchUp(answer);
    return true;
  } catch {
    return false;
  }
}

function catchUp(answer: { news?: News[] | null; reload?: boolean }): void {
  if (answer.news) applyNews(answer.news);
  if (answer.reload) reload();
}

function settle(now: "live" | "polling"): void {
  clearTimeout(patience);
  patience = undefined;
  state.connection.value = now;
  state.staleSince.value = null;
  if (now === "live") {
    clearInterval(polling);
    polling = undefined;
  }
}

/** A short break goes unseen; after a few seconds polling starts, and only when that fails too the page is stale. */
function lose(): void {
  if (!navigator.onLine) goStale();
  if (patience !== undefined || polling !== undefined) return;
  patience = setTimeout(() => {
    polling = setInterval(() => void poll(), POLL_MILLISECONDS);
    void poll();
  }, PATIENCE_MILLISECONDS);
}

async function poll(): Promise<void> {
  const query = new URLSearchParams({ after: lastCursor(), rooms: [...rooms].join(",") });
  try {
    catchUp(await get<{ news: News[] | null; reload: boolean }>(`/desk/news?${query}`));
    if (!socket?.connected) settle("polling");
  } catch {
    goStale();
  }
}

function goStale(): void {
  state.connection.value = "offline";
  state.staleSince.value ??= Date.now();
}
