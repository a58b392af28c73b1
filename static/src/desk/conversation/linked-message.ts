/** A link to one message (#m345): loads what lies between, brings it into view and gives it the focus. */
import { loadFrom } from "../app/navigation";
import * as state from "../store/state";

/** The id a location names, or null. */
export function messageIn(hash: string): number | null {
  const found = /^#m([1-9][0-9]{0,14})$/.exec(hash);
  return found ? Number(found[1]) : null;
}

/** Shows the message of the open ticket; one that is not there leaves everything as it is. */
export async function showMessage(number: number, id: number): Promise<boolean> {
  const known = () => state.threads.value.get(number)?.messages.some((each) => each.id === id) ?? false;
  if (!known()) await loadFrom(number, id).catch(() => undefined);
  if (!known()) return false;
  await new Promise(requestAnimationFrame);
  const card = document.getElementById(`message-${id}`);
  card?.scrollIntoView({ block: "center" });
  card?.focus({ preventScroll: true });
  return card !== null;
}
