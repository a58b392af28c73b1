/** An instant as words in the viewer's zone, the full date as its title. */
import { computed } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { ago, clock, fullTime } from "../../shared/times";
import { now, zone } from "../store/state";

interface Props {
  at: string;
  style?: "ago" | "clock";
  class?: string;
}

export function When({ at, style = "ago", class: className = "" }: Props) {
  // Thousands tick together: only those whose words change are drawn again.
  const words = useMemo(
    () => computed(() => (style === "ago" ? ago(at, now.value, zone.value) : clock(at, zone.value))),
    [at, style],
  );
  return (
    <time class={className} dateTime={at} title={fullTime(at, zone.value)}>
      {words.value}
    </time>
  );
}
