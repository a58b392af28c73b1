/** The one live connection: joins rooms after a cursor, hands on news, polls when sockets are blocked. */
import { io, type Socket } from "socket.io-client";
import { applyNews, lastCursor, startFrom } from "../store/news";
import * as state from "../store/state";
import type { News } from "../types";
import { keepCompany, type Sign, take } from "./company";
import { get } from "./http";
import { keepHere, sayHere } from "./presence";
import { renewTokens, token } from "./tokens";
import { carryTyping } from "./typing";

interface JoinAnswer {
  ok: boolean;
  news?: News[];
  cursor?: string;
  reload?: boolean;
  present?: Sign[];
}

const POLL_MILLISECONDS = 5000;
const RETRY_MILLISECONDS = 3000;
const PATIENCE_MILLISECONDS = 4000;

let socket: Socket | null = null;
let connectedAt = 0;
let reload: () => void = () => {};
let polling: ReturnType<typeof setInterval> | undefined;
let patience: ReturnType<typeof setTimeout> | undefined;
const rooms = new Set<string>(["desk"]);

/** Connects; `onReload` refetches what is on screen when too much was missed. */
export function connect(onReload: () => void): void {
  reload = onReload;
  socket = io({
    auth: (answer) => answer({ token: token("socket-token") }),
    transports: ["websocket", "polling"],
    reconnectionDelayMax: 5000,
  });
  socket.on("connect", () => {
    connectedAt = performance.now();
    void joinAll();
  });
  socket.on("news", (item: News) => applyNews([item]));
  carryTyping(socket);
  keepHere(socket);
  keepCompany(socket);
  socket.on("disconnect", (reason) => {
    // Sent away by the server, mostly because one's rights have changed: look at once what is left of them.
    const settled = performance.now() - connectedAt > RETRY_MILLISECONDS;
    lose(reason === "io server disconnect" && settled ? 0 : RETRY_MILLISECONDS);
  });
  socket.on("connect_error", () => lose());
  addEventListener("offline", () => lose());
  addEventListener("online", comeBack);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && socket && !socket.connected) socket.connect();
  });
  // A proxy may swallow the first knock without a word: then nobody says that it failed.
  lose();
}

/** The network is back: a socket that survived the break still has to be asked what it missed. */
function comeBack(): void {
  if (socket?.connected) void joinAll();
  else socket?.connect();
}

/**
 * Enters the room of the open ticket and leaves the last one's. `after` is the cursor of the data that is shown:
 * news of the desk may have come since, and theirs is not the ticket's.
 */
export function watchTicket(number: number | null, after: string): void {
  const wanted = number === null ? null : `ticket:${number}`;
  const left = [...rooms].filter((room) => room !== "desk" && room !== wanted);
  for (const room of left) rooms.delete(room);
  if (left.length > 0 && socket?.connected) socket.emit("leave", { rooms: left });
  if (wanted === null) return;
  rooms.add(wanted);
  if (socket?.connected) void join([wanted], after);
}

async function joinAll(): Promise<void> {
  const answer = (await join([...rooms], lastCursor())) ?? (await join(["desk"], lastCursor()));
  if (!answer) return;
  if (answer.cursor && !answer.reload) startFrom(answer.cursor);
  settle("live");
}

/** Asks to enter rooms and takes in what was missed there; null when it was refused or unanswered. */
async function join(names: string[], after: string): Promise<JoinAnswer | null> {
  if (!socket) return null;
  try {
    const answer = (await socket.timeout(8000).emitWithAck("join", { rooms: names, after })) as JoinAnswer;
    if (!answer.ok) return null;
    catchUp(answer);
    return answer;
  } catch {
    return null;
  }
}

function catchUp(answer: { news?: News[] | null; reload?: boolean; present?: Sign[] }): void {
  take(answer.present ?? []);
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
function lose(pause = RETRY_MILLISECONDS): void {
  if (!navigator.onLine) goStale();
  // The client does not try again by itself after the server said no or hung up.
  if (socket && !socket.connected && !socket.active) setTimeout(() => void knockAgain(), pause);
  if (patience !== undefined || polling !== undefined) return;
  patience = setTimeout(() => {
    polling = setInterval(() => void poll(), POLL_MILLISECONDS);
    void poll();
  }, PATIENCE_MILLISECONDS);
}

/** Perhaps the token was too old, or one's rights have changed: comes back with a new one. */
async function knockAgain(): Promise<void> {
  await renewTokens();
  socket?.connect();
}

async function poll(): Promise<void> {
  sayHere();
  const query = new URLSearchParams({ after: lastCursor(), rooms: [...rooms].join(",") });
  try {
    const answer = await get<{ news: News[] | null; cursor: string; reload: boolean; present: Sign[] }>(
      `/desk/news?${query}`,
    );
    catchUp(answer);
    if (!answer.reload) startFrom(answer.cursor);
    if (socket?.connected) void joinAll();
    else settle("polling");
  } catch {
    goStale();
  }
}

function goStale(): void {
  state.connection.value = "offline";
  state.staleSince.value ??= Date.now();
}
