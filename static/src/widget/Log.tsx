/** What was said, oldest first; screen readers hear what is new. */
import { t } from "../shared/i18n";
import { sayAgain } from "./conversation";
import { linked } from "./links";
import { download } from "./net";
import { SurveyCard } from "./SurveyCard";
import * as state from "./state";
import type { Message, Unsent } from "./types";

export function Log() {
  return (
    <ol aria-live="polite" aria-relevant="additions">
      {state.messages.value.map((message) => (
        <Bubble key={message.client_key ?? message.id} message={message} />
      ))}
      {state.unsent.value.map((item) => (
        <Waiting key={item.client_key} item={item} />
      ))}
    </ol>
  );
}

function Bubble({ message }: { message: Message }) {
  const own = message.from === "visitor";
  return (
    <li class={own ? "own" : ""}>
      <span class={own ? "sr" : "who"}>{own ? t("You") : message.name}</span>
      <div class="bubble" dir="auto">
        <Words text={message.text} />
        {message.files.map((file) => (
          <button key={file.id} type="button" class="file" onClick={() => void download(file.id, file.name)}>
            {t("Download {name}", { name: file.name })}
          </button>
        ))}
        {message.survey && <SurveyCard survey={message.survey} />}
      </div>
      <time dateTime={message.created_at}>{clock(message.created_at)}</time>
    </li>
  );
}

function Waiting({ item }: { item: Unsent }) {
  return (
    <li class="own waiting">
      <span class="sr">{t("You")}</span>
      <div class="bubble" dir="auto">
        <Words text={item.text} />
      </div>
      {item.state === "failed" && item.error ? (
        <span class="failed" role="alert">
          {item.error}{" "}
          <button type="button" onClick={() => sayAgain(item)}>
            {t("Try again")}
          </button>
        </span>
      ) : (
        <span class="pending">
          {item.state === "failed" ? t("Waiting for the connection…") : t("Sending…")}
        </span>
      )}
    </li>
  );
}

function Words({ text }: { text: string }) {
  return (
    <>
      {linked(text).map((part, index) =>
        part.url ? (
          <a key={index} href={part.url} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
    </>
  );
}

function clock(at: string): string {
  const then = new Date(at);
  const today = then.toDateString() === new Date().toDateString();
  const day: Intl.DateTimeFormatOptions = today ? {} : { day: "numeric", month: "short" };
  return new Intl.DateTimeFormat(document.documentElement.lang || "en", {
    ...day,
    hour: "2-digit",
    minute: "2-digit",
  }).format(then);
}
