/** A condition as the builder holds it: groups of tests and groups. Pure; the server's form of it is `Condition`. */
import type { Condition } from "../types";

export type Join = "all" | "any" | "none";

export interface Test {
  field: string;
  /** As the server spells it; `contains_not` is a negated `contains`. */
  op: string;
  value?: unknown;
}

export interface Group {
  join: Join;
  parts: readonly Part[];
}

export type Part = Test | Group;

export type Path = readonly number[];

const NOT = "_not";

export function isGroup(part: Part): part is Group {
  return "join" in part;
}

/** Whether the test asks for no value. */
export function bare(op: string): boolean {
  return op === "empty" || op === "not_empty";
}

/** The server's condition as a tree: what only a negation can say becomes a group of which none may hold. */
export function treeOf(condition: Condition): Group {
  const part = partOf(condition);
  return isGroup(part) ? part : { join: "all", parts: [part] };
}

function partOf(condition: Condition): Part {
  if ("all" in condition) return { join: "all", parts: condition.all.map(partOf) };
  if ("any" in condition) return { join: "any", parts: condition.any.map(partOf) };
  if ("not" in condition) return negated(condition.not);
  const { field, op, value } = condition;
  if (op !== "in" || !Array.isArray(value)) return value === undefined ? { field, op } : { field, op, value };
  return { join: "any", parts: value.map((each: unknown) => partOf({ field, op: "is", value: each })) };
}

function negated(inner: Condition): Part {
  if ("any" in inner) return { join: "none", parts: inner.any.map(partOf) };
  if ("field" in inner && inner.op === "contains") return { ...inner, op: `contains${NOT}` };
  return { join: "none", parts: [partOf(inner)] };
}

export function conditionOf(part: Part): Condition {
  if (!isGroup(part)) {
    const { field, op, value } = part;
    if (bare(op)) return { field, op };
    return op === `contains${NOT}` ? { not: { field, op: "contains", value } } : { field, op, value };
  }
  const parts = part.parts.map(conditionOf);
  if (part.join === "none") return { not: { any: parts } };
  return part.join === "any" ? { any: parts } : { all: parts };
}

/** Short enough for an address: `["all",["status","is","open"]]`. */
export function packed(condition: Condition): string {
  return JSON.stringify(short(condition));
}

function short(condition: Condition): unknown[] {
  if ("all" in condition) return ["all", ...condition.all.map(short)];
  if ("any" in condition) return ["any", ...condition.any.map(short)];
  if ("not" in condition) return ["not", short(condition.not)];
  const { field, op, value } = condition;
  return bare(op) ? [field, op] : [field, op, value];
}

/** Reads the short form; null for what is none. */
export function unpacked(written: string): Condition | null {
  try {
    return long(JSON.parse(written));
  } catch {
    return null;
  }
}

function long(given: unknown): Condition {
  if (!Array.isArray(given)) throw new TypeError();
  const [first, ...rest] = given as unknown[];
  if (first === "all") return { all: rest.map(long) };
  if (first === "any") return { any: rest.map(long) };
  if (first === "not") return { not: long(rest[0]) };
  if (typeof first !== "string" || typeof rest[0] !== "string") throw new TypeError();
  const test = { field: first, op: rest[0] };
  return rest.length > 1 ? { ...test, value: rest[1] } : test;
}

/** The tree with the part at a path replaced, or taken out when there is no other. */
export function replaced(group: Group, path: Path, by: Part | null): Group {
  const [at, ...rest] = path;
  if (at === undefined) return by && isGroup(by) ? by : group;
  const parts = group.parts.flatMap((part, place): readonly Part[] => {
    if (place !== at) return [part];
    if (rest.length > 0) return isGroup(part) ? [replaced(part, rest, by)] : [part];
    return by ? [by] : [];
  });
  return { ...group, parts };
}

/** The tree with a part added at the end of the group at a path. */
export function added(group: Group, path: Path, part: Part): Group {
  const [at, ...rest] = path;
  if (at === undefined) return { ...group, parts: [...group.parts, part] };
  const parts = group.parts.map((each, place) =>
    place === at && isGroup(each) ? added(each, rest, part) : each,
  );
  return { ...group, parts };
}

/** The path of the first test that still wants a value, or null. */
export function unfinished(group: Group, path: Path = []): Path | null {
  for (const [place, part] of group.parts.entries()) {
    const here = [...path, place];
    if (isGroup(part)) {
      const inner = unfinished(part, here);
      if (inner) return inner;
    } else if (!bare(part.op) && (part.value === undefined || part.value === "")) return here;
  }
  return null;
}
