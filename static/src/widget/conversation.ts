/** The conversation's verbs: load it, say something, note what was seen, be identified, leave an address. */
import { effect } from "@preact/signals";
import { t } from "../shared/i18n";
import { keepWriting } from "./keeping";
import { ask, dropToken, isKnown, keepSeen, keepToken, Refused, storedSeen } from "./net";
import { connect, hangUp, startFrom } from "./socket";
import * as state from "./state";
import type { Claim, Message, Unsent } from "./types";

interface Answer {
  messages: Message[];
  cursor?: string;
  email?: string | null;
}

const AGAIN_MILLISECONDS = 5000;

/** Loads what was said before, when somebody was here before, and listens. */
export async function begin(): Promise<void> {
  state.seenUpTo.value = storedSeen();
  keepWriting();
  if (isKnown()) await load();
  sendAgain();
  effect(noteSeen);
  addEventListener("online", sendAgain);
}

/** Fetches everything anew: at the start, and when too much was missed. */
export async function load(): Promise<void> {
  try {
    const answer = await ask<Answer>("GET", "/messages");
    take(answer);
    connect(() => void load(), sendAgain);
  } catch (error) {
    if (error instanceof Refused && error.status === 401) dropToken(state.page.token);
    else if (!(error instanceof Refused)) setTimeout(() => void load(), AGAIN_MILLISECONDS);
  }
}

function take(answer: Answer): void {
  state.see(answer.messages);
  if (answer.cursor) startFrom(answer.cursor);
  if (answer.email !== undefined) state.email.value = answer.email;
}

/** Says something; the key makes a double click, a retry and the echo one message. */
export function say(text: string): void {
  const client_key = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;
  void post({ client_key, text, state: "sending", error: "" });
}

export function sayAgain(item: Unsent): void {
  void post(item);
}

function sendAgain(): void {
  for (const item of state.unsent.peek()) if (item.state === "failed" && !item.error) void post(item);
}

async function post(item: Unsent): Promise<void> {
  put({ ...item, state: "sending", error: "" });
  try {
    const body = { text: item.text, client_key: item.client_key };
    const first = !isKnown();
    const answer = await ask<{ message: Message; cursor: string }>("POST", "/messages", body);
    keepToken();
    state.see([answer.message]);
    state.unsent.value = state.unsent.value.filter((each) => each.client_key !== item.client_key);
    if (first) startFrom(answer.cursor);
    connect(() => void load(), sendAgain);
  } catch (error) {
    // Refused: the visitor decides. Unreachable: it goes again by itself under the same key.
    const words = error instanceof Refused ? error.message || t("It was not sent.") : "";
    put({ ...item, state: "failed", error: words });
    if (error instanceof Refused && error.status === 401) dropToken(state.page.token);
    else if (!words) setTimeout(sendAgain, AGAIN_MILLISECONDS);
  }
}

function put(item: Unsent): void {
  const known = state.unsent.value.some((each) => each.client_key === item.client_key);
  state.unsent.value = known
    ? state.unsent.value.map((each) => (each.client_key === item.client_key ? item : each))
    : [...state.unsent.value, item];
}

/** Tells the server what somebody has looked at, as soon as it is on the screen. */
function noteSeen(): void {
  const newest = state.messages.value.filter((each) => each.from !== "visitor").at(-1)?.id ?? 0;
  if (!state.shown.value || !state.looking.value || newest <= state.seenUpTo.value) return;
  state.seenUpTo.value = newest;
  keepSeen(newest);
  void ask("POST", "/seen", { message_id: newest }).catch(() => undefined);
}

/** Takes the site's signed word for who this is; a wrong one changes nothing. */
export async function identify(claim: Claim): Promise<void> {
  try {
    const answer = await ask<Answer>("POST", "/identify", {
      user_id: claim.user_id,
      email: claim.email ?? null,
      exp: claim.exp,
      signature: claim.signature,
    });
    keepToken();
    state.messages.value = [];
    take(answer);
    await load();
  } catch {
    // The visitor stays who they were.
  }
}

/** Says how it went; returns what is wrong with it, or nothing. */
export async function rate(survey: number, score: number, comment: string): Promise<string> {
  try {
    const answer = await ask<{ message: Message }>("POST", `/surveys/${survey}`, { score, comment });
    state.see([answer.message]);
    return "";
  } catch (error) {
    return (error instanceof Refused && error.message) || t("It could not be saved. Please try again.");
  }
}

/** Leaves an address for answers; returns what is wrong with it, or nothing. */
export async function leaveAddress(address: string): Promise<string> {
  try {
    state.email.value = (await ask<{ email: string }>("POST", "/email", { email: address })).email;
    return "";
  } catch (error) {
    return (error instanceof Refused && error.message) || t("It could not be saved. Please try again.");
  }
}

/** Forgets the visitor on this device. */
export async function leave(): Promise<void> {
  if (isKnown()) await ask("DELETE", "/visitor").catch(() => undefined);
  hangUp();
  state.unsent.value = [];
  state.words.value = "";
  dropToken("");
  location.reload();
}
