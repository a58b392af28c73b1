/** What an empty view says, by its key: that all is done, that nothing was said to me, or where things come from. */
import { t } from "../../shared/i18n";

export interface EmptyWords {
  heading: string;
  words: string;
}

export function emptyView(key: string): EmptyWords {
  const words: Record<string, () => EmptyWords> = {
    mine: () => ({
      heading: t("Nothing is yours right now"),
      words: t("Tickets that are assigned to you appear here. The queue of your team may have some."),
    }),
    unassigned: () => ({
      heading: t("Everything has somebody"),
      words: t("Tickets that nobody has taken yet appear here."),
    }),
    mentions: () => ({
      heading: t("Nobody called you"),
      words: t("Tickets in whose notes a colleague wrote @ and your name appear here until you answer."),
    }),
    drafts: () => ({
      heading: t("No drafts"),
      words: t("What you begin to write is kept here, on all your devices, until it is sent."),
    }),
    pending: () => ({
      heading: t("Nothing waits for a customer"),
      words: t("Tickets that you set to pending appear here until the customer answers."),
    }),
    snoozed: () => ({
      heading: t("Nothing sleeps"),
      words: t("Snoozed tickets rest here and come back at their time, or when the customer writes."),
    }),
    resolved: () => ({
      heading: t("Nothing is resolved yet"),
      words: t("What you resolve is kept here."),
    }),
    closed: () => ({
      heading: t("Nothing is closed yet"),
      words: t("What you close for good is kept here."),
    }),
  };
  if (key.startsWith("view:"))
    return { heading: t("Nothing fits"), words: t("No ticket meets the conditions of this view right now.") };
  return (
    words[key]?.() ?? {
      heading: t("All caught up"),
      words: t("Nothing is waiting here. New tickets appear as they arrive."),
    }
  );
}

/** Views of what is to be done: where nothing is, one may write first. */
export function invitesWriting(key: string): boolean {
  return ["all", "mine", "unassigned", "team", "waiting"].includes(key) || key.startsWith("team:");
}
