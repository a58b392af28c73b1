/** Where one writes: a reply to the customer or a note for colleagues, with files, by mouse or keyboard. */
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { sayTyping } from "../net/typing";
import { featuresOf } from "../store/features";
import type { KnownTicket, Status } from "../types";
import { ComposerTabs } from "./ComposerTabs";
import { movedOn } from "./conflict";
import { DraftFiles } from "./DraftFiles";
import { draftOf, edit } from "./drafts";
import type { How } from "./guarding";
import { Meter } from "./Meter";
import { MovedOn } from "./MovedOn";
import { Notices } from "./Notices";
import { OptedOut } from "./OptedOut";
import { RecipientLines } from "./RecipientLines";
import { cannotLeave, refusing } from "./recipients";
import { SendButton } from "./SendButton";
import { Signature } from "./Signature";
import { sendDraft } from "./sending";
import { attach } from "./uploads";

export function Composer({ ticket }: { ticket: KnownTicket }) {
  const { number } = ticket;
  const draft = draftOf(number);
  const note = draft.mode === "note";
  const text = draft[draft.mode];
  const features = featuresOf(ticket);
  const refused = note ? [] : refusing(draft, ticket);
  const area = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  useEffect(() => grow(area.current), [text]);
  const sendAs = (status: Status | null, how: How = {}) => {
    if (!sendDraft(ticket, status, how)) return;
    // The button that was pressed is off now, and a focus on it would be lost.
    area.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    sendAs(event.shiftKey && !note ? "resolved" : null);
  };
  const onPaste = (event: ClipboardEvent) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    attach(number, files);
  };
  return (
    <form
      class={note ? "composer note" : "composer"}
      aria-label={note ? t("Write a note") : t("Write a reply")}
      onSubmit={(event) => {
        event.preventDefault();
        sendAs(null);
      }}
    >
      <ComposerTabs ticket={ticket} />
      {movedOn.value?.number === number && <MovedOn ids={movedOn.value.ids} />}
      <Notices ticket={ticket} />
      {refused.length > 0 && <OptedOut addresses={refused} />}
      {!note && features.copies && <RecipientLines ticket={ticket} />}
      <textarea
        ref={area}
        class="ed"
        id="composer-text"
        rows={2}
        dir="auto"
        aria-label={note ? t("Note") : t("Reply")}
        placeholder={note ? t("Write a note only agents see…") : t("Write a reply…")}
        value={text}
        onInput={(event) => {
          edit(number, { [draftOf(number).mode]: event.currentTarget.value });
          if (ticket.live && !note) sayTyping(number);
        }}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
      />
      <DraftFiles number={number} files={draft.files} />
      {!note && <Signature ticket={ticket} />}
      <div class="tools">
        {(note || features.attachments) && (
          <button
            type="button"
            class="btn ghost icon"
            aria-label={t("Attach files")}
            title={t("Attach files")}
            onClick={() => picker.current?.click()}
          >
            <Icon name="paperclip" />
          </button>
        )}
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            attach(number, [...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = "";
          }}
        />
        <span class="sp" />
        {!note && <Meter text={text} features={features} />}
        <SendButton draft={draft} barred={cannotLeave(draft, ticket)} sendAs={sendAs} />
      </div>
    </form>
  );
}

/** Fits the text area to its text where the browser does not do so by field-sizing. */
function grow(area: HTMLTextAreaElement | null): void {
  if (!area || CSS.supports("field-sizing", "content")) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight}px`;
}
