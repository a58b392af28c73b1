/** Initials on the person's own hue; decorative, because the name stands beside it. */
import type { ComponentChildren } from "preact";
import { Icon } from "./Icon";

const HUES = 12;

/** The class of a person's hue, the same as in the templates: (id * 5) mod 12. */
export function hue(id: number | null): string {
  return `h${((((id ?? 0) * 5) % HUES) + HUES) % HUES}`;
}

/** First letters of the first and last word before any bracket, or two characters of one: a phone number ends apart. */
export function initials(name: string): string {
  if (/^\+\d{3,}$/.test(name)) return name.slice(-2);
  const words = (name.split("(")[0] || name).trim().split(/\s+/);
  const first = [...(words[0] ?? "?")];
  const last = words.length > 1 ? [...(words.at(-1) ?? "")][0] : first[1];
  return `${first[0] ?? "?"}${last ?? ""}`.toUpperCase();
}

interface Props {
  id: number | null;
  name: string;
  size?: "" | "s" | "xs" | "l";
  class?: string;
  children?: ComponentChildren;
}

export function Avatar({ id, name, size = "", class: extra = "", children }: Props) {
  return (
    <span class={`av ${hue(id)} ${size} ${extra}`} aria-hidden="true">
      {extra === "robot" ? <Icon name="bot" /> : initials(name)}
      {children}
    </span>
  );
}
