/** Contacts one knows, for the address lines. */
import { get } from "../net/http";

export interface Person {
  name: string;
  address: string;
}

const LEAST = 2;

/** Those whose name or address begins so; nobody while little is typed, or without a connection. */
export async function peopleLike(typed: string, kind: string): Promise<Person[]> {
  const words = typed.trim();
  if (words.length < LEAST || words.length > 100) return [];
  const query = new URLSearchParams({ q: words, kind });
  const answer = await get<{ people: Person[] }>(`/desk/contacts/suggestions?${query}`).catch(() => null);
  return answer?.people ?? [];
}
