/** Where one writes: a reply to the customer or a note for colleagues, with files, by mouse or keyboard. */
import { useRef } from "preact/hooks";
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { MacroButton } from "../macros/MacroButton";
import { sayTyping } from "../net/typing";
import type { KnownTicket, Status } from "../types";
import { LosesFiles, OptedOut } from "./Barriers";
import { ComposerTabs } from "./ComposerTabs";
import { movedOn } from "./conflict";
import { DraftFiles } from "./DraftFiles";
import { draftOf, filesOf } from "./drafts";
import { EmojiButton } from "./EmojiButton";
import { fetchEditor, uploading } from "./editor/current";
import { LinkBar } from "./editor/LinkBar";
import { Suggestions } from "./editor/Suggestions";
import { Toolbar } from "./editor/Toolbar";
import { AREA_ID, WritingArea } from "./editor/WritingArea";
import type { How } from "./guarding";
import { Meter } from "./Meter";
import { MovedOn } from "./MovedOn";
import { Notices } from "./Notices";
import { RecipientLines } from "./RecipientLines";
import { cannotLeave, refusing, suppressed } from "./recipients";
import { SendButton } from "./SendButton";
import { Signature } from "./Signature";
import { Suppressed } from "./Suppressed";
import { sendDraft } from "./sending";
import "./sources-own";
import { attach } from "./uploads";
import { featuresFor, losesFiles } from "./ways";

export function Composer({ ticket }: { ticket: KnownTicket }) {
  const { number } = ticket;
  const draft = draftOf(number);
  const note = draft.mode === "note";
  const unread = movedOn.value.get(number);
  const features = featuresFor(draft, ticket);
  const rich = note || features.html;
  const refused = note ? [] : refusing(draft, ticket);
  const picker = useRef<HTMLInputElement>(null);
  const barred = uploading.value || cannotLeave(draft, ticket);
  const turnedTo = () => {
    if (rich) void fetchEditor();
  };
  const sendAs = (status: Status | null, how: How = {}) => {
    if (!sendDraft(ticket, status, how)) return;
    // The button that was pressed is off now, and a focus on it would be lost.
    document.getElementById(AREA_ID)?.focus();
  };
  return (
    <form
      class={note ? "composer note" : "composer"}
      aria-label={note ? t("Write a note") : t("Write a reply")}
      onPointerEnter={turnedTo}
      onFocusIn={turnedTo}
      onKeyDownCapture={(event) => {
        const resolves = event.key === "Enter" && event.shiftKey && (event.ctrlKey || event.metaKey);
        if (!resolves || note) return;
        event.preventDefault();
        event.stopPropagation();
        sendAs("resolved");
      }}
      onSubmit={(event) => {
        event.preventDefault();
        sendAs(null);
      }}
    >
      <ComposerTabs ticket={ticket} />
      {unread && <MovedOn ids={unread} />}
      <Notices ticket={ticket} />
      {refused.length > 0 && <OptedOut addresses={refused} />}
      {losesFiles(draft, ticket) && <LosesFiles />}
      {!note && <Suppressed contactId={ticket.contact.id} addresses={suppressed(draft, ticket)} />}
      {!note && features.copies && <RecipientLines ticket={ticket} />}
      <WritingArea
        number={number}
        mode={draft.mode}
        rich={rich}
        label={note ? t("Note") : t("Reply")}
        placeholder={note ? t("Write a note only agents see…") : t("Write a reply…")}
        send={() => sendAs(null)}
        typed={() => {
          if (ticket.live && !note) sayTyping(number);
        }}
        attach={(files) => attach(number, files)}
      />
      <Suggestions />
      <LinkBar />
      <DraftFiles number={number} files={filesOf(draft)} />
      {!note && <Signature ticket={ticket} />}
      <div class="tools">
        {rich && <Toolbar />}
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
        <EmojiButton number={number} />
        <MacroButton />
        <span class="sp" />
        {!note && <Meter text={draft.reply} features={features} />}
        <SendButton draft={draft} barred={barred} sendAs={sendAs} />
      </div>
    </form>
  );
}
