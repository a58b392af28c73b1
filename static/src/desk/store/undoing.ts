/** What was done last and can be taken back: `z` takes back the newest, whatever it was; each toast takes back its own. */

interface Done {
  undo: () => void;
  /** When it is too late, in milliseconds since 1970. */
  until: number;
  /** Whether it still stands as it was done; what was changed again since is not taken back. */
  stands: () => boolean;
}

const KEPT = 20;
let stack: Done[] = [];

/** Remembers something done; gives what takes it back, once, for a toast's button. */
export function done(undo: () => void, until: number, stands = () => true): () => void {
  const one: Done = { undo, until, stands };
  stack = [...stack.slice(1 - KEPT), one];
  return () => {
    stack = stack.filter((each) => each !== one);
    undo();
  };
}

export function undoable(): boolean {
  return newest() !== undefined;
}

/** Takes back what was done last. */
export function undoLast(): void {
  const one = newest();
  if (!one) return;
  stack = stack.filter((each) => each !== one);
  one.undo();
}

function newest(): Done | undefined {
  return stack.findLast((each) => Date.now() <= each.until && each.stands());
}
