/** The dialog of what is asked. */
import type { Asked } from "./asked";
import { ForwardDialog } from "./ForwardDialog";
import { LinkDialog } from "./LinkDialog";
import { MergeDialog } from "./MergeDialog";
import { RedactDialog } from "./RedactDialog";
import { SplitDialog } from "./SplitDialog";

export function Dialogs({ asked }: { asked: Asked }) {
  switch (asked.kind) {
    case "merge":
      return <MergeDialog numbers={asked.numbers} />;
    case "link":
      return <LinkDialog number={asked.number} />;
    case "split":
      return <SplitDialog message={asked.message} />;
    case "forward":
      return <ForwardDialog message={asked.message} />;
    case "redact":
      return <RedactDialog message={asked.message} />;
  }
}
