/**
 * The editor on screen. Its code is fetched when one turns to the composer; until then a plain field takes the typing,
 * and whoever needs the editor itself asks for it here and waits.
 */
import { effect, signal } from "@preact/signals";
import { t } from "../../../shared/i18n";
import { toast } from "../../store/toasts";
import type * as Code from "./editor";

export const code = signal<typeof Code | null>(null);
export const current = signal<Code.Editor | null>(null);
/** The field on screen may be given form, whether the editor is there yet or not. */
export const formed = signal(false);
/** The forms at the cursor. */
export const forms = signal<ReadonlySet<string>>(new Set());
/** Pictures of the text are still on their way to the server. */
export const uploading = signal(false);
export const linkOpen = signal(false);

let fetching = false;
let waiting: ((editor: Code.Editor | null) => void)[] = [];

/** Without the editor (no network, a newer release) the plain field stays, and the next touch tries again. */
export async function fetchEditor(): Promise<void> {
  if (code.value || fetching) return;
  fetching = true;
  try {
    code.value = await import("./editor");
  } catch {
    if (waiting.length > 0) toast(t("The server cannot be reached."), { bad: true });
    answer(null);
  } finally {
    fetching = false;
  }
}

/** The editor once it has taken the field over; null where the field stays plain. */
export function whenThere(): Promise<Code.Editor | null> {
  const now = current.peek();
  if (now || !formed.peek()) return Promise.resolve(now);
  return new Promise((resolve) => {
    waiting.push(resolve);
    void fetchEditor();
  });
}

function answer(editor: Code.Editor | null): void {
  const asked = waiting;
  waiting = [];
  for (const resolve of asked) resolve(editor);
}

effect(() => {
  const editor = current.value;
  if (editor || !formed.value) answer(editor);
});
