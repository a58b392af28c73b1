/** The one place that calls fetch. A refusal carries the server's sentence; no answer at all is Unreachable. */

import { t } from "../../shared/i18n";
import type { Message } from "../types";
import { isLoggedOut, toLogin } from "./logged-out";
import { renewTokens, token } from "./tokens";

/** The server answered and said no. `message` is a sentence for people. */
export class Refused extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly code: string,
    readonly field: string | null,
    readonly messages: Message[],
    /** The fields an agent has to fill in first. */
    readonly fields: { id: number; label: string }[] = [],
  ) {
    super(message);
  }
}

/** There was no useful answer, so nothing is known about the effect. `away`: the server is down, not confused. */
export class Unreachable extends Error {
  constructor(
    message: string,
    readonly away: boolean,
  ) {
    super(message);
  }
}

const AWAY = [502, 503, 504];

interface ErrorBody {
  error?: { code?: string; message?: string; field?: string };
  messages?: Message[];
  fields?: { id: number; label: string }[];
}

async function call(
  method: string,
  path: string,
  body: BodyInit | null,
  type: string | null,
): Promise<Response> {
  const headers = new Headers({ Accept: "application/json" });
  if (type) headers.set("Content-Type", type);
  if (method !== "GET") headers.set("X-CSRFToken", token("csrf-token"));
  try {
    return await fetch(path, { method, headers, body, credentials: "same-origin" });
  } catch {
    throw new Unreachable(t("The server cannot be reached."), true);
  }
}

async function read<T>(response: Response): Promise<T> {
  if (isLoggedOut(response)) {
    toLogin();
    throw new Refused(t("You are logged out."), 401, "logged_out", null, []);
  }
  if (response.status === 204) return undefined as T;
  const body: unknown = await response.json().catch(() => null);
  if (response.ok && body !== null) return body as T;
  if (response.status >= 500 || body === null) {
    throw new Unreachable(t("The server could not answer."), AWAY.includes(response.status));
  }
  const { error, messages, fields } = body as ErrorBody;
  const sentence = error?.message ?? t("The server refused this.");
  throw new Refused(
    sentence,
    response.status,
    error?.code ?? "refused",
    error?.field ?? null,
    messages ?? [],
    fields ?? [],
  );
}

export async function get<T>(path: string): Promise<T> {
  return read<T>(await call("GET", path, null, null));
}

/** Sends JSON with any writing verb. */
export async function send<T>(method: "POST" | "PUT" | "DELETE", path: string, body?: unknown): Promise<T> {
  const json = body === undefined ? null : JSON.stringify(body);
  return write<T>(method, path, json, json === null ? null : "application/json");
}

/** Sends one file as multipart form data. */
export async function upload<T>(path: string, file: File): Promise<T> {
  const form = new FormData();
  form.append("file", file, file.name);
  return write<T>("POST", path, form, null);
}

/** Writes; a page that has been open for long gets new tokens and tries once more. */
async function write<T>(
  method: string,
  path: string,
  body: BodyInit | null,
  type: string | null,
): Promise<T> {
  try {
    return await read<T>(await call(method, path, body, type));
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== "csrf") throw error;
    await renewTokens();
    return read<T>(await call(method, path, body, type));
  }
}
