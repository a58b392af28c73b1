/** Where the visitor writes: Enter sends, Shift and Enter begins a line. */
import { t } from "../shared/i18n";
import { say } from "./conversation";
import { doneTyping, sayTyping } from "./socket";
import * as state from "./state";

const LONGEST = 10_000;

export function Composer() {
  const text = state.words;
  const send = () => {
    const words = text.value.trim();
    if (!words) return;
    text.value = "";
    doneTyping();
    say(words);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        id="words"
        rows={1}
        dir="auto"
        maxLength={LONGEST}
        aria-label={t("Your message")}
        placeholder={t("Write a message…")}
        value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value;
          if (text.value) sayTyping();
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          send();
        }}
      />
      <button type="submit" aria-label={t("Send")} disabled={text.value.trim() === ""}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M5 12h14M13 6l6 6-6 6" />
        </svg>
      </button>
    </form>
  );
}
