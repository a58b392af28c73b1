/** The third pane: the open ticket, or what to do when none is open. */
import { t } from "../../shared/i18n";
import { Empty } from "../../shared/ui/Empty";
import { closeTicket, refetch } from "../app/navigation";
import { WorkBar } from "../app/WorkBar";
import { Composer } from "../composer/Composer";
import * as state from "../store/state";
import { BeforeReply } from "./Company";
import { Header } from "./Header";
import { NothingOpen } from "./NothingOpen";
import { Properties } from "./Properties";
import { SkeletonMessages } from "./SkeletonMessages";
import { Timeline } from "./Timeline";

export function Conversation() {
  return (
    <section class="conv" id="conversation" aria-label={t("Conversation")}>
      <Inside />
    </section>
  );
}

function Inside() {
  const number = state.openNumber.value;
  const ticket = state.openTicket.value;
  const thread = state.openThread.value;
  if (number === null) return <NothingOpen />;
  if (state.openState.value === "missing") return <NotThere />;
  if (state.openState.value === "failed" && !thread) return <NotLoaded />;
  return (
    <>
      <WorkBar />
      {ticket && <Header ticket={ticket} />}
      {ticket && <Properties ticket={ticket} />}
      {thread ? <Timeline key={number} number={number} thread={thread} /> : <SkeletonMessages />}
      {ticket && thread && <BeforeReply ticket={ticket} />}
      {ticket && thread && <Composer key={number} ticket={ticket} />}
    </>
  );
}

function NotThere() {
  return (
    <Empty
      icon="ticket"
      heading={t("No such ticket")}
      words={t("It does not exist, or it is not yours to see.")}
    >
      <button type="button" class="btn" onClick={closeTicket}>
        {t("Back to the list")}
      </button>
    </Empty>
  );
}

function NotLoaded() {
  return (
    <Empty
      icon="unplug"
      heading={t("The ticket could not be loaded")}
      words={t("The server did not answer.")}
    >
      <button type="button" class="btn" onClick={() => void refetch()}>
        {t("Try again")}
      </button>
    </Empty>
  );
}
