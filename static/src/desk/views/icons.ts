/** The pictures that a saved view can have; the server knows the same (tickets/saved_views.py). */
import type { IconName } from "../../shared/icons";

export const SAVED_ICONS: readonly IconName[] = [
  "bookmark",
  "star",
  "flag",
  "zap",
  "clock",
  "hourglass",
  "users",
  "tag",
  "globe",
  "triangle-alert",
];

export function savedIcon(name: string | null | undefined): IconName {
  return SAVED_ICONS.find((known) => known === name) ?? "bookmark";
}
