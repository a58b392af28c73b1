/** Reply or note, and beside them how the reply leaves. */
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { moveFocus } from "../../shared/ui/roving";
import type { KnownTicket } from "../types";
import { type Draft, draftOf, edit } from "./drafts";
import { WayMenu } from "./WayMenu";

export function ComposerTabs({ ticket }: { ticket: KnownTicket }) {
  const { number } = ticket;
  const draft = draftOf(number);
  const tab = (mode: Draft["mode"], label: string, icon: "reply" | "sticky-note") => (
    <button
      type="button"
      class="btn ghost"
      role="tab"
      aria-selected={draft.mode === mode}
      tabindex={draft.mode === mode ? 0 : -1}
      onClick={() => edit(number, { mode })}
      onFocus={() => edit(number, { mode })}
    >
      <Icon name={icon} size="s" />
      {label}
    </button>
  );
  const onKey = (event: KeyboardEvent) => {
    const list = event.currentTarget as HTMLElement;
    if (event.key.startsWith("Arrow") && moveFocus(event, list.querySelectorAll<HTMLElement>("[role=tab]")))
      event.preventDefault();
  };
  return (
    <div class="tabs">
      <div class="tablist" role="tablist" aria-label={t("Kind of message")} onKeyDown={onKey}>
        {tab("reply", t("Reply"), "reply")}
        {tab("note", t("Note"), "sticky-note")}
      </div>
      <span class="sp" />
      {draft.mode === "reply" && <WayMenu ticket={ticket} draft={draft} />}
    </div>
  );
}
