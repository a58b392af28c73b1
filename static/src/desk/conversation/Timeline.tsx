/** Everything said and done on the ticket, oldest first; stays at the end while one reads the end. */
import { useComputed, useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { t } from "../../shared/i18n";
import { dayKey } from "../../shared/times";
import { Icon } from "../../shared/ui/Icon";
import { loadOlder } from "../app/navigation";
import { leaving } from "../composer/keeping";
import * as state from "../store/state";
import type { Message } from "../types";
import { Earlier } from "./Earlier";
import { EventLines } from "./EventLines";
import { type Item, timeline } from "./items";
import { LeavingCard } from "./LeavingCard";
import { messageIn, showMessage } from "./linked-message";
import { MessageCard } from "./MessageCard";
import { UnsentCard } from "./UnsentCard";
import { WaitingReplies } from "./WaitingReplies";

const NEAR_PIXELS = 80;

export function Timeline({ number, thread }: { number: number; thread: state.Thread }) {
  const scroll = useRef<HTMLDivElement>(null);
  const inner = useRef<HTMLDivElement>(null);
  const last = useRef(0);
  const atEnd = useSignal(true);
  const own = state.unsent.value.filter((each) => each.number === number);
  const waiting = [...leaving.value.values()].filter((each) => each.number === number);
  const zone = state.zone.value;
  const today = useComputed(() => dayKey(new Date(state.now.value).toISOString(), state.zone.value)).value;
  // The same elements as before are passed over whole: a long thread costs nothing while somebody types below it.
  const items = useMemo(
    () => drawn(timeline(thread.messages, zone, state.now.peek())),
    [thread.messages, zone, today],
  );
  const toEnd = () => {
    if (scroll.current) scroll.current.scrollTop = scroll.current.scrollHeight;
  };
  useLayoutEffect(toEnd, [number]);
  useEffect(() => {
    const follow = () => {
      const id = messageIn(location.hash);
      if (id === null) return;
      atEnd.value = false; // Else whatever grows meanwhile would pull it back to the end.
      void showMessage(number, id);
    };
    follow();
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, [number]);
  useEffect(() => {
    if (own.length + waiting.length > 0) toEnd();
  }, [own.length, waiting.length]);
  useEffect(() => {
    const watcher = new ResizeObserver(() => {
      if (atEnd.value) toEnd();
    });
    if (inner.current) watcher.observe(inner.current);
    if (scroll.current) watcher.observe(scroll.current);
    return () => watcher.disconnect();
  }, []);
  const onScroll = () => {
    const element = scroll.current;
    if (!element) return;
    const near = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PIXELS;
    // What grows at the same moment moves the end away; only a person scrolls up.
    if (near || element.scrollTop < last.current) atEnd.value = near;
    last.current = element.scrollTop;
  };
  return (
    <div
      class="scroll"
      id="thread"
      ref={scroll}
      tabindex={0}
      role="region"
      aria-label={t("Messages")}
      onScroll={onScroll}
    >
      <div class="thread" ref={inner}>
        <Earlier number={number} />
        {thread.older !== null && <Older number={number} scroll={scroll} />}
        {items}
        {own.map((item) => (
          <UnsentCard key={item.client_key} item={item} />
        ))}
        {waiting.map((draft) => (
          <LeavingCard key={draft.id} draft={draft} />
        ))}
        <WaitingReplies number={number} />
        <Typing number={number} />
      </div>
      {!atEnd.value && (
        <button type="button" class="btn newer" onClick={toEnd}>
          <Icon name="chevron-down" size="s" />
          {t("Newest")}
        </button>
      )}
    </div>
  );
}

/** A message's card, made once: what is the same element as before is passed over, when older ones come in too. */
const cards = new WeakMap<Message, VNode>();

function drawn(items: readonly Item[]) {
  return items.map((item) => {
    if (item.kind === "day") return <DayLine key={item.key} label={item.label} />;
    if (item.kind === "events") return <EventLines key={item.key} events={item.events} />;
    const card = cards.get(item.message) ?? <MessageCard key={item.key} message={item.message} />;
    cards.set(item.message, card);
    return card;
  });
}

/** Always there, so that screen readers hear when its words come. */
function Typing({ number }: { number: number }) {
  const name = state.typing.value.get(number);
  return (
    <p class="typing" role="status">
      {name === undefined ? "" : t("{name} is typing…", { name })}
    </p>
  );
}

function DayLine({ label }: { label: string }) {
  return <h2 class="daysep">{label}</h2>;
}

function Older({ number, scroll }: { number: number; scroll: { current: HTMLDivElement | null } }) {
  const busy = useSignal(false);
  const load = async () => {
    const element = scroll.current;
    let fromEnd: number | null = null;
    busy.value = true;
    // Measured when the answer is there: one may have scrolled on meanwhile.
    const measure = () => {
      if (element) fromEnd = element.scrollHeight - element.scrollTop;
    };
    await loadOlder(number, measure).catch(() => undefined);
    busy.value = false;
    requestAnimationFrame(() => {
      if (element && fromEnd !== null) element.scrollTop = element.scrollHeight - fromEnd;
    });
  };
  return (
    <button type="button" class="btn ghost older" disabled={busy.value} onClick={() => void load()}>
      {busy.value ? t("Loading…") : t("Show earlier messages")}
    </button>
  );
}
