/**
 * Everything an agent can do by a key, once: the keys, the list under "?" and the palette are drawn from here.
 * A part of the desk registers what it can do, beside its own code, when it is loaded.
 */
import { computed, signal } from "@preact/signals";
import type { IconName } from "../../shared/icons";
import { caps } from "./keynames";

export type Group = "move" | "ticket" | "write" | "go" | "desk";

export interface Command {
  /** Names it once and for all: the palette remembers by it, and whoever registers it again replaces it. */
  name: string;
  /** "j", "U" (with Shift), "?", "g i" (one after the other), "Mod+k" (Ctrl, or ⌘ on a Mac); none: palette only. */
  key?: string;
  /** Other keys that do the same. */
  also?: readonly string[];
  label: () => string;
  /** What the list of keys says, where the label depends on what is open. */
  explained?: () => string;
  group: Group;
  icon?: IconName;
  /** Whether it can be done now; left out, it always can. Two commands may share a key when only one can. */
  when?: () => boolean;
  run: () => void;
  /** It opens something that takes the focus a moment later: until then keys rest, lest typing on does harm. */
  opens?: true;
  /** Where it is offered: everywhere unless said; "keys" not in the palette; "shown" only listed, as the key is handled where it belongs. */
  offered?: "keys" | "shown";
}

const registered = signal<ReadonlyMap<string, Command>>(new Map());
/** In the order of registration. */
export const commands = computed(() => [...registered.value.values()]);

export function register(...more: Command[]): void {
  registered.value = new Map([
    ...registered.value,
    ...more.map((command): [string, Command] => [command.name, command]),
  ]);
}

export function can(command: Command): boolean {
  return command.when?.() ?? true;
}

/** Does what a command does, if it can be done now; for buttons that share it. */
export function run(name: string): void {
  const command = registered.value.get(name);
  if (command && can(command)) command.run();
}

function keysOf(command: Command): readonly string[] {
  return [command.key, ...(command.also ?? [])].filter((key) => key !== undefined);
}

/** What a key, or keys one after the other, does now. */
export function commandOf(keys: string): Command | undefined {
  return commands.value.find((each) => each.offered !== "shown" && keysOf(each).includes(keys) && can(each));
}

/** Whether a key begins keys that are pressed one after the other. */
export function begins(key: string): boolean {
  return commands.value.some((each) => keysOf(each).some((keys) => keys.startsWith(`${key} `)));
}

/** Whether the agent lets single keys act (WCAG 2.1.4); with Ctrl or ⌘ they always do. */
export const singleKeys = signal(true);

/** The keys of a command as one reads them, or "" while they are switched off. */
export function keyOf(name: string): string {
  const key = registered.value.get(name)?.key;
  if (!key || (!singleKeys.value && !key.startsWith("Mod+"))) return "";
  return caps(key).join(" ");
}

/** A tooltip that also teaches the key: "Snooze (S)". */
export function hinted(words: string, name: string): string {
  const key = keyOf(name);
  return key ? `${words} (${key})` : words;
}
