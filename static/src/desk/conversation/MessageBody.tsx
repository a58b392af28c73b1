/** The words of a message: mail HTML in its frame, everything else as text; long and quoted parts are folded. */
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { get } from "../net/http";
import { toast } from "../store/toasts";
import type { Message } from "../types";
import { MailFrame } from "./MailFrame";
import { isLong } from "./plain-text";
import { Text } from "./Text";

export function MessageBody({ message }: { message: Message }) {
  const unfolded = useSignal(false);
  const pictures = useSignal<string | null>(null);
  const framed = message.kind === "inbound" && message.html !== null;
  const html = pictures.value ?? message.html ?? "";
  const long = isLong(message.text);
  const folded = long && !unfolded.value;
  const showPictures = async () => {
    try {
      pictures.value = (await get<{ html: string }>(`/desk/messages/${message.id}/pictures`)).html;
    } catch (error) {
      toast(error instanceof Error ? error.message : t("The pictures could not be loaded."), { bad: true });
    }
  };
  return (
    <>
      {framed && message.has_remote_images && pictures.value === null && (
        <p class="warn quiet">
          <Icon name="image-off" size="s" />
          {t("Remote pictures are blocked.")}
          <button type="button" onClick={() => void showPictures()}>
            {t("Show")}
          </button>
        </p>
      )}
      {framed ? (
        <MailFrame html={html} name={message.author.name} folded={folded} />
      ) : (
        <div class={folded ? "body folded" : "body"}>
          <Text text={message.text} />
        </div>
      )}
      {long && (
        <button
          type="button"
          class="fold"
          aria-expanded={unfolded.value}
          onClick={() => {
            unfolded.value = !unfolded.value;
          }}
        >
          {unfolded.value ? t("Show less") : t("Show the whole message")}
        </button>
      )}
      {message.quoted_text && <Quote text={message.quoted_text} />}
    </>
  );
}

function Quote({ text }: { text: string }) {
  const open = useSignal(false);
  const id = useId();
  return (
    <>
      <button
        type="button"
        class="fold"
        aria-expanded={open.value}
        aria-controls={open.value ? id : undefined}
        aria-label={open.value ? t("Hide the quoted text") : t("Show the quoted text")}
        title={open.value ? t("Hide the quoted text") : t("Show the quoted text")}
        onClick={() => {
          open.value = !open.value;
        }}
      >
        <Icon name="ellipsis" size="s" />
      </button>
      {open.value && (
        <div class="quote" id={id}>
          {text}
        </div>
      )}
    </>
  );
}
