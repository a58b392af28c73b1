/** Above the conversation: what the same person asked before, fetched when it is unfolded, and only to be read. */
import { useSignal } from "@preact/signals";
import { t, tn } from "../../shared/i18n";
import { shortDate } from "../../shared/times";
import { Icon } from "../../shared/ui/Icon";
import { go, here } from "../app/navigation";
import { plainClick } from "../app/plain-click";
import { urlOf } from "../app/router";
import { When } from "../app/When";
import { channelIcon, statusWords } from "../app/words";
import type { EarlierConversation, EarlierMessage } from "../message-parts";
import { get } from "../net/http";
import * as state from "../store/state";

/** The panel names at most five; who has more is told of the newest. */
const MOST = 5;

export function Earlier({ number }: { number: number }) {
  const open = useSignal(false);
  const told = useSignal<readonly EarlierConversation[] | null>(null);
  const failed = useSignal(false);
  const count = state.openTicket.value?.contact_panel?.earlier.length ?? 0;
  if (count === 0) return null;
  const load = async () => {
    failed.value = false;
    try {
      const answer = await get<{ tickets: EarlierConversation[] }>(`/desk/tickets/${number}/earlier`);
      told.value = answer.tickets;
    } catch {
      failed.value = true;
    }
  };
  return (
    <section class="earlier" aria-label={t("Earlier from this person")}>
      <button
        type="button"
        aria-expanded={open.value}
        onClick={() => {
          open.value = !open.value;
          if (open.value) void load();
        }}
      >
        <Icon name="clock" size="s" />
        {count < MOST
          ? tn("1 earlier conversation", "{n} earlier conversations", count)
          : t("The last {n} earlier conversations", { n: count })}
        <Icon name={open.value ? "chevron-up" : "chevron-down"} size="s" />
      </button>
      {open.value && failed.value && (
        <p role="alert">
          {t("They could not be loaded.")}{" "}
          <button type="button" class="btn ghost" onClick={() => void load()}>
            {t("Try again")}
          </button>
        </p>
      )}
      {open.value && !failed.value && told.value === null && (
        <p class="muted" role="status">
          {t("Loading…")}
        </p>
      )}
      {open.value && told.value?.map((each) => <Conversation key={each.number} told={each} />)}
    </section>
  );
}

function Conversation({ told }: { told: EarlierConversation }) {
  return (
    <article aria-label={`#${told.number} ${told.subject}`}>
      <header>
        <Icon name={channelIcon(told.channel)} size="s" />
        <a
          class="cut"
          href={urlOf({ ...here(), number: told.number })}
          onClick={plainClick(() => go({ number: told.number }))}
        >
          {told.subject || t("(no subject)")}
        </a>
        <span class="muted">#{told.number}</span>
        <span class="state">
          <i class={`dot ${told.status}`} />
          {statusWords(told.status)}
        </span>
        <time dateTime={told.created_at}>
          {shortDate(told.created_at, state.now.value, state.zone.value)}
        </time>
      </header>
      {told.messages.length === 0 ? (
        <p class="muted">{t("Nothing was said.")}</p>
      ) : (
        <ol>
          {told.messages.map((message) => (
            <Said key={message.id} said={message} />
          ))}
        </ol>
      )}
    </article>
  );
}

function Said({ said }: { said: EarlierMessage }) {
  return (
    <li class={said.kind === "note" ? "note" : undefined}>
      <p>
        <b>{said.author.name}</b>
        {said.kind === "note" && <span>{t("Internal note")}</span>}
        <When at={said.created_at} />
      </p>
      <p class="words" dir="auto">
        {said.redacted ? t("(redacted)") : said.text.trim().replace(/\n{2,}/g, "\n") + (said.cut ? "…" : "")}
      </p>
      {said.files > 0 && (
        <p class="muted">
          <Icon name="paperclip" size="xs" />
          {tn("1 file", "{n} files", said.files)}
        </p>
      )}
    </li>
  );
}
