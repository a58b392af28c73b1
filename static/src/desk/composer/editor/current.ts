/** The editor on screen, fetched when a composer first needs it; null while a plain field takes the typing. */
import { signal } from "@preact/signals";
import type * as Code from "./editor";

export const code = signal<typeof Code | null>(null);
export const current = signal<Code.Editor | null>(null);
/** The forms at the cursor. */
export const forms = signal<ReadonlySet<string>>(new Set());
/** Pictures of the text are still on their way to the server. */
export const uploading = signal(false);
export const linkOpen = signal(false);

let fetching = false;

/** Without the editor (no network, a newer release) the plain field stays, and the next composer tries again. */
export async function fetchEditor(): Promise<void> {
  if (code.value || fetching) return;
  fetching = true;
  try {
    code.value = await import("./editor");
  } catch {
    fetching = false;
  }
}
