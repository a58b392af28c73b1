/** What the visitor has written and nobody has got yet lives as long as their tab, over every page of the site. */
import { effect } from "@preact/signals";
import { adoptToken, isKnown, visitorToken } from "./net";
import * as state from "./state";
import type { Unsent } from "./types";

const PLACE = `helpdesk.unsent.${state.page.inbox}`;

interface Kept {
  /** Whose words they are: somebody else who logs in meanwhile does not get them. */
  token: string;
  unsent: Unsent[];
  words: string;
}

/** Gives back what an earlier page of this tab left, and keeps what is written from now on. */
export function keepWriting(): void {
  const kept = read();
  if (kept && (kept.token === visitorToken() || !isKnown())) {
    // A first message may have arrived unconfirmed: under the same name and key it is not said twice.
    if (kept.unsent.length > 0) adoptToken(kept.token);
    state.unsent.value = kept.unsent.map((each) => ({ ...each, state: "failed" }));
    state.words.value = kept.words;
  }
  effect(() => {
    const now: Kept = { token: visitorToken(), unsent: [...state.unsent.value], words: state.words.value };
    try {
      if (now.unsent.length > 0 || now.words) sessionStorage.setItem(PLACE, JSON.stringify(now));
      else sessionStorage.removeItem(PLACE);
    } catch {
      // Without storage it lives as long as this page.
    }
  });
}

function read(): Kept | null {
  try {
    return JSON.parse(sessionStorage.getItem(PLACE) ?? "null") as Kept | null;
  } catch {
    return null;
  }
}
