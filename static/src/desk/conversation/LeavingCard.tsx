/** A reply that has been sent and has not left: it can be taken back, and one for a later hour can leave at once. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { t } from "../../shared/i18n";
import { Avatar } from "../../shared/ui/Avatar";
import { Icon } from "../../shared/ui/Icon";
import { sendNow, takeBackLeaving } from "../composer/leaving";
import { whenItLeaves } from "../composer/send-times";
import type { ServerDraft } from "../composer/server-draft";
import { me, zone } from "../store/state";
import { Text } from "./Text";

export function LeavingCard({ draft }: { draft: ServerDraft }) {
  return (
    <article class="msg card mine pending" aria-label={t("A reply that has not left yet")}>
      <Avatar id={me.value.id} name={me.value.name} />
      <div>
        <div class="in">
          <header>
            <b>{me.value.name}</b>
          </header>
          <div class="body">
            <Text text={draft.text} />
          </div>
          {draft.attachments.length > 0 && (
            <p class="sendstate">
              <Icon name="paperclip" size="s" />
              {draft.attachments.map((file) => file.name).join(", ")}
            </p>
          )}
        </div>
        {draft.scheduled ? <Later draft={draft} /> : <Soon draft={draft} />}
      </div>
    </article>
  );
}

function Later({ draft }: { draft: ServerDraft }) {
  // Read here, so that "tomorrow" becomes "today" when the day does.
  void zone.value;
  return (
    <p class="sendstate">
      <Icon name="clock" size="s" />
      <span>{t("Leaves {when}", { when: whenItLeaves(draft.release_at ?? "") })}</span>
      <button type="button" onClick={() => void takeBackLeaving(draft)}>
        {t("Edit")}
      </button>
      <button type="button" onClick={() => void sendNow(draft)}>
        {t("Send now")}
      </button>
    </p>
  );
}

function Soon({ draft }: { draft: ServerDraft }) {
  const until = Date.parse(draft.release_at ?? "");
  const left = useSignal(secondsTo(until));
  useEffect(() => {
    left.value = secondsTo(until);
    const timer = setInterval(() => {
      left.value = secondsTo(until);
    }, 250);
    return () => clearInterval(timer);
  }, [until]);
  return (
    <p class="sendstate">
      <Icon name="send" size="s" />
      <span aria-live="off">{left.value > 0 ? t("Sending in {n} s", { n: left.value }) : t("Sending…")}</span>
      {left.value > 0 && (
        <button type="button" onClick={() => void takeBackLeaving(draft)}>
          {t("Undo")}
        </button>
      )}
    </p>
  );
}

function secondsTo(instant: number): number {
  return Math.max(0, Math.ceil((instant - Date.now()) / 1000));
}
