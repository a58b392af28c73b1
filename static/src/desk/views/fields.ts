/** What conditions can speak of, as the server describes it: asked for once, when the builder opens first. */
import { signal } from "@preact/signals";
import { get } from "../net/http";
import type { Test } from "./tree";

export interface FieldWords {
  key: string;
  label: string;
  type: "text" | "number" | "date" | "day" | "choice" | "ref" | "tags" | "people" | "boolean";
  operators: [string, string][];
  choices: [string, string][];
}

export const fields = signal<readonly FieldWords[]>([]);

export async function loadFields(): Promise<void> {
  fields.value = (await get<{ fields: FieldWords[] }>("/desk/views/fields")).fields;
}

export function fieldNamed(key: string): FieldWords | undefined {
  return fields.value.find((field) => field.key === key);
}

/** A new test of a field: its first operator, and a value where one goes without saying. */
export function freshTest(key: string): Test {
  const field = fieldNamed(key);
  const op = field?.operators[0]?.[0] ?? "is";
  return { field: key, op, value: field ? firstValue(field, op) : "" };
}

/** The value a test begins with when its field or operator was chosen anew. */
export function firstValue(field: FieldWords, op: string): unknown {
  if (field.type === "boolean") return true;
  if (field.type === "date" && isRelative(op)) return "7d";
  if (field.type === "tags" || field.choices.length === 0) return "";
  return typed(field, field.choices[0]?.[0] ?? "");
}

export function isRelative(op: string): boolean {
  return op === "last" || op === "ago" || op === "next";
}

/** What was chosen or written, in the type that the condition language wants; what fits nothing stays as it is. */
export function typed(field: FieldWords, written: string): unknown {
  if (field.type === "boolean") return written === "yes";
  const numeric = field.type === "ref" || field.type === "people" || field.type === "number";
  if (numeric && written.trim() !== "" && Number.isFinite(Number(written))) return Number(written);
  return written;
}

/** The value as its control shows it. */
export function shown(value: unknown): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return value === undefined || value === null ? "" : String(value);
}
