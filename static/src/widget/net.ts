/** Requests of the chat, with the visitor's token as a header; and where that token is kept. */
import { page } from "./state";

const PLACE = `helpdesk.visitor.${page.inbox}`;
const SEEN = `helpdesk.seen.${page.inbox}`;
const PATIENCE_MILLISECONDS = 15_000;
const SERVER_AWAY = 500;

let token = stored(PLACE) ?? page.token;

/** The server refused; `status` says how, the message is a sentence for people. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    words: string,
  ) {
    super(words);
  }
}

export function visitorToken(): string {
  return token;
}

/** Keeps the token once something was said with it. */
export function keepToken(): void {
  store(PLACE, token);
}

/** Goes on under the token of an earlier page, under which something may have been said already. */
export function adoptToken(earlier: string): void {
  token = earlier;
}

/** Begins anew with the token this page came with, or with none that is known. */
export function dropToken(fresh: string): void {
  token = fresh;
  store(PLACE, null);
  store(SEEN, null);
}

export function isKnown(): boolean {
  return stored(PLACE) !== null;
}

export function storedSeen(): number {
  return Number(stored(SEEN) ?? 0) || 0;
}

export function keepSeen(id: number): void {
  store(SEEN, String(id));
}

function stored(place: string): string | null {
  try {
    return localStorage.getItem(place);
  } catch {
    return null;
  }
}

function store(place: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(place);
    else localStorage.setItem(place, value);
  } catch {
    // Without storage the conversation lives as long as this page.
  }
}

/** Asks the widget's own doors; raises `Refused`, or the network's own error. */
export async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json", "X-Visitor": token };
  const request: RequestInit = { method, headers, signal: AbortSignal.timeout(PATIENCE_MILLISECONDS) };
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
    request.body = JSON.stringify(body);
  }
  const response = await fetch(`/widget/${page.inbox}${path}`, request);
  if (response.status === 204) return undefined as T;
  const answer = (await response.json().catch(() => ({}))) as T & { error?: { message?: string } };
  // A proxy whose server restarts: nobody has refused anything, and asking again helps.
  if (response.status >= SERVER_AWAY) throw new Error(String(response.status));
  if (!response.ok) throw new Refused(response.status, answer.error?.message ?? "");
  return answer;
}

/** Fetches a file with the token and hands it to the browser to keep. */
export async function download(id: number, name: string): Promise<void> {
  const response = await fetch(`/widget/${page.inbox}/files/${id}`, { headers: { "X-Visitor": token } });
  if (!response.ok) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
