/** Talking with the site that shows the chat: only with the window that frames us, only from a site that may. */
import { effect } from "@preact/signals";
import { identify, leave } from "./conversation";
import { mayFrame } from "./sites";
import * as state from "./state";
import type { Claim } from "./types";

let site: string | null = null;

export function listenToHost(): void {
  if (parent === window) return;
  addEventListener("message", (event: MessageEvent) => {
    if (event.source !== parent || !mayFrame(event.origin, state.page.sites, location.origin)) return;
    const said = event.data as { helpdesk?: number; type?: string; claim?: Claim };
    if (said?.helpdesk !== 1) return;
    if (site === null) {
      site = event.origin;
      effect(() => tell({ type: "unread", count: state.unread.value }));
      effect(() => tell({ type: "going", going: state.messages.value.length > 0 }));
      tell({ type: "ready" });
    }
    if (event.origin !== site) return;
    if (said.type === "open") state.shown.value = true;
    else if (said.type === "close") state.shown.value = false;
    else if (said.type === "leave") void leave();
    else if (said.type === "identify" && said.claim) void identify(said.claim);
  });
}

/** Asks the site to hide the chat. */
export function askToClose(): void {
  tell({ type: "close" });
}

function tell(message: Record<string, unknown>): void {
  if (site !== null) parent.postMessage({ helpdesk: 1, ...message }, site);
}
