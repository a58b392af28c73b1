/** The dialog of what is asked. */
import { surgeryAsked } from "./asked";
import { ForwardDialog } from "./ForwardDialog";
import { LinkDialog } from "./LinkDialog";
import { MergeDialog } from "./MergeDialog";
import { RedactDialog } from "./RedactDialog";
import { SplitDialog } from "./SplitDialog";

export default function Dialogs() {
  const asked = surgeryAsked.value;
  switch (asked?.kind) {
    case undefined:
      return null;
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
