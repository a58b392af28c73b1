/** What stands above the words of a reply: why it came back, and what to look at before it leaves. */
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import type { KnownTicket } from "../types";
import { draftOf } from "./drafts";
import { type Asked, asked } from "./guarding";
import { sendDraft } from "./sending";

export function Notices({ ticket }: { ticket: KnownTicket }) {
  const draft = draftOf(ticket.number);
  if (draft.mode === "note") return null;
  return (
    <>
      {draft.held && (
        <div class="banner" role="status">
          <Icon name="circle-alert" />
          <span>{t("Not sent. {reason}", { reason: draft.held })}</span>
        </div>
      )}
      {asked.value?.number === ticket.number && <Question ticket={ticket} asked={asked.value} />}
    </>
  );
}

/** Inline and not modal: one mends the text right below, or sends it as it is. */
function Question({ ticket, asked: question }: { ticket: KnownTicket; asked: Asked }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), [question]);
  const close = () => {
    asked.value = null;
    document.getElementById("composer-text")?.focus();
  };
  return (
    <div
      class="banner doubts"
      role="alertdialog"
      aria-labelledby="doubts-heading"
      aria-describedby="doubts"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        close();
      }}
    >
      <Icon name="circle-alert" />
      <div class="words">
        <b id="doubts-heading">{t("Before it leaves")}</b>
        <ul id="doubts">
          {question.doubts.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      </div>
      <button type="button" ref={button} class="btn" onClick={close}>
        {t("Keep writing")}
      </button>
      <button
        type="button"
        class="btn"
        onClick={() => sendDraft(ticket, question.status, { ...question.how, anyway: true })}
      >
        {t("Send anyway")}
      </button>
    </div>
  );
}
