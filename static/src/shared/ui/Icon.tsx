/** One picture of the sprite; the page's body names the sprite's URL. Decorative: the control has the label. */
import type { IconName } from "../icons";

const sprite = document.body.dataset.sprite ?? "";

export function Icon({ name, size = "" }: { name: IconName; size?: "" | "s" | "xs" }) {
  return (
    <svg class={`i ${size}`} aria-hidden="true">
      <use href={`${sprite}#i-${name}`} />
    </svg>
  );
}
