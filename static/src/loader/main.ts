/**
 * The script that sites include: a button, and the chat's frame once it is opened. No framework, no style element.
 * `window.HelpdeskChat` is version 1 of its API: open, close, unread, identify, leave, onUnread. It never breaks.
 */
import { css } from "./style";

interface Claim {
  user_id: string;
  email?: string | null;
  exp: number;
  signature: string;
}

const script = document.currentScript as HTMLScriptElement | null;
const inbox = script?.dataset.inbox ?? "";
const origin = new URL(script?.src ?? location.href).origin;
const been = `helpdesk-chat-${inbox}`;
const CHAT =
  '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M7.9 20A9 9 0 1 0 4 16.1L2 22Z"/></svg><span></span>';

let frame: HTMLIFrameElement | null = null;
let ready = false;
let shown = false;
let count = 0;
let claim: Claim | null = null;
let leaving = false;
const listeners: ((count: number) => void)[] = [];

const host = document.createElement("div");
const root = host.attachShadow({ mode: "open" });
const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
root.adoptedStyleSheets = [sheet];
const button = document.createElement("button");
button.type = "button";
button.innerHTML = CHAT;
button.setAttribute("aria-expanded", "false");
button.addEventListener("click", () => (shown ? close() : open()));
root.append(button);
name();

/** Shows the chat. */
function open(): void {
  shown = true;
  load();
  draw();
}

/** Hides the chat and gives the focus back. */
function close(): void {
  if (!shown) return;
  shown = false;
  draw();
  button.focus();
}

/** The signed word of the site's server for who this visitor is; sent as soon as the chat can take it. */
function identify(given: Claim): void {
  claim = given;
  load();
  pass();
}

/** Forgets the visitor on this device, for when somebody logs out. */
function leave(): void {
  claim = null;
  leaving = true;
  load();
  pass();
}

function load(): void {
  if (frame) return;
  frame = document.createElement("iframe");
  frame.title = "Chat";
  frame.src = `${origin}/widget/${encodeURIComponent(inbox)}`;
  frame.setAttribute("allow", "");
  frame.addEventListener("load", () => tell({ type: "hello" }));
  frame.hidden = !shown;
  root.prepend(frame);
}

function draw(): void {
  if (frame) frame.hidden = !shown;
  host.classList.toggle("open", shown);
  button.classList.toggle("open", shown);
  button.setAttribute("aria-expanded", String(shown));
  name();
  tell({ type: shown ? "open" : "close" });
  if (shown) frame?.focus();
}

/**
 * A frame whose page came while it was already open may be blank and deaf to keys: browsers tell it neither its size nor
 * its focus then. Laid out anew and focused anew, within one frame, it has both.
 */
function reopen(): void {
  if (!shown || !frame) return;
  const focused = document.activeElement === host && root.activeElement === frame;
  frame.hidden = true;
  frame.getBoundingClientRect();
  frame.hidden = false;
  if (focused) frame.focus();
}

function name(): void {
  const badge = button.querySelector("span");
  if (badge) badge.textContent = count > 0 && !shown ? String(Math.min(count, 99)) : "";
  const words = shown ? "Close the chat" : count > 0 ? `Open the chat, ${count} unread` : "Open the chat";
  button.setAttribute("aria-label", words);
}

function tell(message: Record<string, unknown>): void {
  frame?.contentWindow?.postMessage({ helpdesk: 1, ...message }, origin);
}

function pass(): void {
  if (!ready) return;
  if (leaving) {
    leaving = ready = false; // The frame begins anew, and is ready again then.
    tell({ type: "leave" });
  } else if (claim) tell({ type: "identify", claim });
}

addEventListener("message", (event: MessageEvent) => {
  if (event.origin !== origin || !frame || event.source !== frame.contentWindow) return;
  const said = event.data as { helpdesk?: number; type?: string; count?: number; going?: boolean };
  if (said?.helpdesk !== 1) return;
  if (said.type === "ready") {
    ready = true;
    tell({ type: shown ? "open" : "close" });
    reopen();
    pass();
  } else if (said.type === "close") close();
  else if (said.type === "unread" && typeof said.count === "number") {
    count = said.count;
    name();
    for (const listener of listeners) listener(count);
  } else if (said.type === "going") remember(Boolean(said.going));
});

/** Remembers on the site that a conversation goes on, so that its answers are heard before the chat is opened. */
function remember(going: boolean): void {
  try {
    if (going) localStorage.setItem(been, "1");
    else localStorage.removeItem(been);
  } catch {
    // Without storage the chat is loaded when it is opened.
  }
}

function goesOn(): boolean {
  try {
    return localStorage.getItem(been) === "1";
  } catch {
    return false;
  }
}

function start(): void {
  document.body.append(host);
  if (goesOn()) load();
  dispatchEvent(new Event("helpdesk-chat-ready"));
}

Object.assign(window, {
  HelpdeskChat: {
    version: 1,
    open,
    close,
    identify,
    leave,
    unread: () => count,
    onUnread: (listener: (count: number) => void) => void listeners.push(listener),
  },
});
if (document.body) start();
else addEventListener("DOMContentLoaded", start);
