/** The words of a message: mail HTML in its frame, everything else as text; long and quoted parts are folded. */
import { useSignal } from "@preact/signals";
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { get } from "../net/http";
import { toast } from "../store/toasts";
import type { Message } from "../types";
import { FormedText } from "./FormedText";
import { isSimple } from "./formed";
import { MailFrame } from "./MailFrame";
import { isLong } from "./plain-text";
import { QuoteButton } from "./QuoteButton";
import { Text } from "./Text";

/** Mail from outside brings its own looks and lies in a frame; what colleagues format is drawn as ours. */
export function isFramed(message: Message): boolean {
  return message.html !== null && (message.kind === "inbound" || !isSimple(message.html));
}

export function MessageBody({ message }: { message: Message }) {
  const unfolded = useSignal(false);
  const pictures = useSignal<string | null>(null);
  const quoteShown = useSignal(false);
  const quoteFound = useSignal(false);
  const framed = isFramed(message);
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
        <MailFrame
          html={html}
          name={message.author.name}
          folded={folded}
          quoted={message.quoted_text}
          quoteShown={quoteShown.value}
          onQuote={(found) => {
            quoteFound.value = found;
          }}
        />
      ) : (
        <div class={folded ? "body folded" : "body"}>
          {message.html === null ? (
            <Text text={message.text} own={message.kind !== "inbound"} />
          ) : (
            <FormedText html={message.html} />
          )}
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
      {(framed ? quoteFound.value : message.quoted_text !== null) && (
        <QuoteButton
          shown={quoteShown.value}
          toggle={() => {
            quoteShown.value = !quoteShown.value;
          }}
        />
      )}
      {!framed && quoteShown.value && <div class="quote">{message.quoted_text}</div>}
    </>
  );
}
