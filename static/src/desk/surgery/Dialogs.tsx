/** The dialog of what is asked. */
import type { Asked } from "./asked";
import { LinkDialog } from "./LinkDialog";
import { MergeDialog } from "./MergeDialog";
import { SplitDialog } from "./SplitDialog";

export function Dialogs({ asked }: { asked: Asked }) {
  switch (asked.kind) {
    case "merge":
      return <MergeDialog numbers={asked.numbers} />;
    case "link":
      return <LinkDialog number={asked.number} />;
    case "split":
      return <SplitDialog message={asked.message} />;
    default:
      return null;
  }
}
