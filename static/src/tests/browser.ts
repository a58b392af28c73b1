/** As much of a browser as the stores need: a place to keep things, a page with nothing on it, a server that answers. */

const kept = new Map<string, string>();

export const storage = {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void define(key, value),
  removeItem(key: string) {
    kept.delete(key);
    delete (storage as Record<string, unknown>)[key];
  },
};

/** Keys are listed as a browser lists them: as properties of the storage. */
function define(key: string, value: string): void {
  kept.set(key, value);
  Object.defineProperty(storage, key, { value, enumerable: true, configurable: true });
}

for (const name of Object.keys(storage)) Object.defineProperty(storage, name, { enumerable: false });

type Answer = { status?: number; body: unknown } | Promise<{ status?: number; body: unknown }>;
export interface Call {
  method: string;
  path: string;
  body: Record<string, unknown>;
}

/** What was asked of the server, oldest first. */
export const calls: Call[] = [];
let answer: (call: Call) => Answer = () => ({ body: {} });

/** Says how the server answers from now on. */
export function answers(act: typeof answer): void {
  answer = act;
}

async function fetched(path: string, { method = "GET", body }: RequestInit = {}): Promise<Response> {
  const call = { method, path, body: typeof body === "string" ? JSON.parse(body) : {} };
  calls.push(call);
  const { status = 200, body: said } = await answer(call);
  return new Response(JSON.stringify(said), { status, headers: { "Content-Type": "application/json" } });
}

const field = { id: "", focus: () => undefined };
/** Puts the focus into the composer's field, or takes it away. */
export function focus(inside: boolean): void {
  field.id = inside ? "composer-text" : "";
}

const browser = {
  localStorage: storage,
  fetch: fetched,
  addEventListener: () => undefined,
  requestAnimationFrame: () => 0,
  // What is done again and again is asked for by the tests.
  setInterval: () => 0,
  document: {
    activeElement: field,
    documentElement: { dataset: {}, lang: "en" },
    getElementById: () => null,
    querySelector: () => null,
    addEventListener: () => undefined,
  },
  navigator: { onLine: true },
};
// Newer Nodes have some of these, and do not let them be assigned.
for (const [name, value] of Object.entries(browser))
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
