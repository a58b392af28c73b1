/** A reply or note on its way: dashed while sending, red with a way on when it failed. */
import { t } from "../../shared/i18n";
import { Avatar } from "../../shared/ui/Avatar";
import { Icon } from "../../shared/ui/Icon";
import { resend, takeBack } from "../composer/sending";
import type { Unsent } from "../store/state";
import { me } from "../store/state";
import { FormedText } from "./FormedText";
import { Text } from "./Text";

export function UnsentCard({ item }: { item: Unsent }) {
  const failed = item.state === "failed";
  const looks = failed ? "failed" : "pending";
  return (
    <article class={`msg card ${item.kind === "note" ? "note" : "mine"} ${looks}`}>
      <Avatar id={me.value.id} name={me.value.name} />
      <div>
        <div class="in">
          <header>
            <b>{me.value.name}</b>
            {item.kind === "note" && <span class="to">{t("Internal note")}</span>}
            <span class="end muted">{item.state === "sending" && t("Sending…")}</span>
          </header>
          <div class="body">
            {item.body.html ? (
              <FormedText html={String(item.body.html)} />
            ) : (
              <Text text={String(item.body.text ?? "")} />
            )}
          </div>
          {item.files.length > 0 && (
            <p class="sendstate">
              <Icon name="paperclip" size="s" />
              {item.files.map((file) => file.name).join(", ")}
            </p>
          )}
        </div>
        {item.state === "waiting" && (
          <p class="sendstate amber">
            <Icon name="wifi-off" size="s" />
            {t("Kept here. It is sent when the connection is back.")}
          </p>
        )}
        {failed && (
          <p class="sendstate red" role="alert">
            <Icon name="circle-alert" size="s" />
            <span>{t("Not sent. {reason}", { reason: item.error })}</span>
            <button type="button" onClick={() => void resend(item)}>
              {t("Try again")}
            </button>
            <button type="button" onClick={() => takeBack(item)}>
              {t("Edit")}
            </button>
          </p>
        )}
      </div>
    </article>
  );
}
