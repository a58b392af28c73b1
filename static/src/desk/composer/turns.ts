/** What goes to the server about one part of a draft goes one after the other, in the order in which it was asked for. */

const running = new Map<string, Promise<unknown>>();

export function isRunning(part: string): boolean {
  return running.has(part);
}

/** Does this when its turn has come; what one turn throws does not keep the next from its own. */
export function inTurn<T>(part: string, act: () => Promise<T>): Promise<T> {
  const turn = (running.get(part) ?? Promise.resolve()).then(act);
  const done = turn
    .catch(() => undefined)
    .then(() => {
      if (running.get(part) === done) running.delete(part);
    });
  running.set(part, done);
  return turn;
}
