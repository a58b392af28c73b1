/** An instant as words in the viewer's zone, the full date as its title. */
import { ago, clock, fullTime } from "../../shared/times";
import { now, zone } from "../store/state";

interface Props {
  at: string;
  style?: "ago" | "clock";
  class?: string;
}

export function When({ at, style = "ago", class: className = "" }: Props) {
  const words = style === "ago" ? ago(at, now.value, zone.value) : clock(at, zone.value);
  return (
    <time class={className} dateTime={at} title={fullTime(at, zone.value)}>
      {words}
    </time>
  );
}
