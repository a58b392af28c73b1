/** The whole panel: who answers, what was said, and where one writes. */
import { useEffect, useRef } from "preact/hooks";
import { t } from "../shared/i18n";
import { Composer } from "./Composer";
import { EmailForm } from "./EmailForm";
import { askToClose } from "./host";
import { Log } from "./Log";
import * as state from "./state";

export function Chat() {
  const shown = state.shown.value;
  useEffect(() => {
    if (shown) document.getElementById("words")?.focus();
  }, [shown]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") askToClose();
  };
  return (
    <main onKeyDown={onKeyDown}>
      <header>
        <h1>{state.page.name}</h1>
        {!state.connected.value && <span class="offline">{t("Connecting…")}</span>}
        {parent !== window && (
          <button type="button" class="close" aria-label={t("Close the chat")} onClick={askToClose}>
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path d="M18 6 6 18M6 6l12 12" />
            </svg>
          </button>
        )}
      </header>
      <Thread />
      {state.page.open ? <Composer /> : <p class="closed">{t("The chat is closed at the moment.")}</p>}
    </main>
  );
}

function Thread() {
  const scroll = useRef<HTMLDivElement>(null);
  const last = state.messages.value.length + state.unsent.value.length;
  const rated = state.messages.value.at(-1)?.survey?.score !== null; // Its card grows by the room for words.
  useEffect(() => {
    if (scroll.current) scroll.current.scrollTop = scroll.current.scrollHeight;
  }, [last, rated, state.typing.value, state.shown.value]);
  return (
    <div class="scroll" ref={scroll} tabindex={0} role="region" aria-label={t("Conversation")}>
      {state.page.greeting && <p class="greeting">{state.page.greeting}</p>}
      <Log />
      <p class="typing" role="status">
        {state.typing.value ? t("{name} is typing…", { name: state.typing.value }) : ""}
      </p>
      {state.page.asks_email && state.messages.value.length > 0 && <EmailForm />}
    </div>
  );
}
