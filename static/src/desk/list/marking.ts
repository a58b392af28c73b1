/** Where searched words stand in the rows that a search found. */
import type { Match, Piece, TicketRow } from "../types";

/** The matches of a page of rows, by number. */
export function matchesOf(rows: readonly TicketRow[]): Map<number, Match> {
  return new Map(rows.flatMap((row) => (row.match ? [[row.number, row.match] as const] : [])));
}

/** The pieces to show for a text: the server's, as long as they still say what the row says. */
export function piecesFor(text: string, pieces: readonly Piece[] | null | undefined): readonly Piece[] {
  const said = pieces?.map((piece) => piece.text).join("");
  return pieces && said === text.normalize("NFC") ? pieces : [{ text, hit: false }];
}
