/** Which draft of the server's each part is, and how new: what is written here goes on from there. */

type Kind = "reply" | "note";

export interface Base {
  /** Null while the server has none that this page knows of. */
  id: number | null;
  version: number;
  /** What was last handed to the server, so that it is not taken for somebody else's when it comes back. */
  tried: string | null;
  /** Its words were sent from here: what stands in the field now was written since. */
  sent: boolean;
}

const NONE: Base = { id: null, version: 0, tried: null, sent: false };
const bases = new Map<string, Base>();

export function baseOf(number: number, kind: Kind): Base {
  return bases.get(`${number}:${kind}`) ?? NONE;
}

/** A part is one draft at a time: with the id of a newer one the one before is forgotten. */
export function rebase(number: number, kind: Kind, change: Partial<Base>): void {
  bases.set(`${number}:${kind}`, { ...baseOf(number, kind), ...change });
}

/** The part is no draft of the server's any more. */
export function unbase(number: number, kind: Kind): void {
  rebase(number, kind, { id: null, version: 0, sent: false });
}

/** The part that a draft of the server's is. */
export function partWith(id: number): { number: number; kind: Kind } | null {
  for (const [part, base] of bases) {
    if (base.id !== id) continue;
    const [number, kind] = part.split(":");
    return { number: Number(number), kind: kind === "note" ? "note" : "reply" };
  }
  return null;
}

export function knownIds(): number[] {
  return [...bases.values()].flatMap(({ id }) => (id === null ? [] : [id]));
}
