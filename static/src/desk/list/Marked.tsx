/** Plain text with the searched words marked; the pieces are text, never markup. */
import type { Piece } from "../types";

export function Marked({ pieces }: { pieces: readonly Piece[] }) {
  return (
    <>{pieces.map((piece, place) => (piece.hit ? <mark key={place}>{piece.text}</mark> : piece.text))}</>
  );
}
