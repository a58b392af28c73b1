/** One picture of the sprite, which insertSprite() puts into the page. Decorative: the control has the label. */
import svg from "virtual:sprite";
import type { IconName } from "../icons";

/** Adds the sprite to the page, unseen; call once before anything is drawn. */
export function insertSprite(): void {
  const holder = document.createElement("div");
  holder.hidden = true;
  holder.append(
    document.importNode(new DOMParser().parseFromString(svg, "image/svg+xml").documentElement, true),
  );
  document.body.prepend(holder);
}

export function Icon({ name, size = "" }: { name: IconName; size?: "" | "s" | "xs" }) {
  return (
    <svg class={`i ${size}`} aria-hidden="true">
      <use href={`#i-${name}`} />
    </svg>
  );
}
