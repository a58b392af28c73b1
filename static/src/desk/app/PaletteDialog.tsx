/** The palette: one field that finds and does anything, by the combobox pattern: focus stays in the field. */
import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { t, tn } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import * as state from "../store/state";
import { caps } from "./keynames";
import { paletteOpen } from "./palette";
import { type Item, kindWords, known, sorted } from "./palette-items";
import { ask, jump } from "./palette-remote";

const PAUSE_MILLISECONDS = 200;
const LEAST_LETTERS = 2;
const REMEMBERED = 12;
const MOST_ANSWERED = 8;

function place(): string {
  return `helpdesk.palette.${state.me.value.id}`;
}

function recent(): string[] {
  try {
    return JSON.parse(localStorage.getItem(place()) ?? "[]") as string[];
  } catch {
    return [];
  }
}

export function Palette() {
  const dialog = useRef<HTMLDialogElement>(null);
  const typed = useSignal("");
  const remote = useSignal<{ typed: string; items: Item[] }>({ typed: "", items: [] });
  const at = useSignal(0);
  const close = () => {
    paletteOpen.value = false;
  };
  // Before the next key, which belongs to the field.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    element?.addEventListener("click", (event) => {
      if (event.target === element) close();
    });
    return () => dialog.current?.close();
  }, []);
  const words = typed.value.trim();
  useEffect(() => {
    if (words.length < LEAST_LETTERS) return;
    const timer = setTimeout(async () => {
      const items = await ask(words);
      if (typed.peek().trim() === words) remote.value = { typed: words, items };
    }, PAUSE_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [words]);
  const here = sorted([...jump(words), ...known()], words, recent());
  const groups = remote.value.typed === words ? joined(here, remote.value.items) : here;
  const flat = groups.flatMap(([, items]) => items);
  const current = Math.min(at.value, flat.length - 1);
  const pick = (item: Item) => {
    localStorage.setItem(
      place(),
      JSON.stringify([item.id, ...recent().filter((each) => each !== item.id)].slice(0, REMEMBERED)),
    );
    close();
    // After the dialog has given the focus back, so that what the command focuses keeps it.
    setTimeout(item.run);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && flat.length > 0) at.value = (current + step + flat.length) % flat.length;
    else if (event.key === "Enter" && flat[current]) pick(flat[current]);
    else return;
    event.preventDefault();
  };
  useEffect(() => document.getElementById(`p-${current}`)?.scrollIntoView({ block: "nearest" }), [current]);
  return (
    <dialog class="dialog palette" ref={dialog} aria-label={t("Find and do anything")} onClose={close}>
      <label class="ask">
        <Icon name="search" />
        <input
          type="text"
          role="combobox"
          aria-expanded={flat.length > 0}
          aria-controls="palette-list"
          aria-autocomplete="list"
          aria-activedescendant={flat[current] ? `p-${current}` : undefined}
          aria-label={t("Find and do anything")}
          placeholder={t("A ticket, a person, or what to do…")}
          autocomplete="off"
          spellcheck={false}
          onKeyDown={onKeyDown}
          onInput={(event) => {
            typed.value = event.currentTarget.value;
            at.value = 0;
          }}
        />
      </label>
      <div class="found" id="palette-list" role="listbox" aria-label={t("Found")}>
        {groups.map(([kind, items]) => (
          <div key={kind} role="group" aria-labelledby={`p-${kind}`}>
            <div class="lab" id={`p-${kind}`}>
              {kindWords(kind)}
            </div>
            {items.map((item) => (
              <Option
                key={item.id}
                item={item}
                place={flat.indexOf(item)}
                chosen={flat.indexOf(item) === current}
                pick={pick}
              />
            ))}
          </div>
        ))}
      </div>
      <p class="foot" role="status">
        {flat.length > 0 ? (
          <span class="sr">{tn("{n} found", "{n} found", flat.length)}</span>
        ) : (
          t("Nothing found for “{words}”", { words })
        )}
        <span aria-hidden="true" class="not-phone">
          <kbd>↑</kbd> <kbd>↓</kbd> {t("move")} <kbd>↵</kbd> {t("open")} <kbd>Esc</kbd> {t("close")}
        </span>
      </p>
    </dialog>
  );
}

type Groups = ReturnType<typeof sorted>;

/** Puts what the server found under what was known already; nothing stands there twice. */
function joined(groups: Groups, answered: readonly Item[]): Groups {
  const merged = new Map(groups);
  const there = new Set(groups.flatMap(([, items]) => items.map((each) => each.id)));
  for (const item of answered) {
    const items = merged.get(item.kind) ?? [];
    if (!there.has(item.id) && items.length < MOST_ANSWERED) merged.set(item.kind, [...items, item]);
  }
  return [...merged];
}

interface OptionProps {
  item: Item;
  place: number;
  chosen: boolean;
  pick: (item: Item) => void;
}

function Option({ item, place: number, chosen, pick }: OptionProps) {
  return (
    <button
      type="button"
      class="mi"
      role="option"
      id={`p-${number}`}
      tabindex={-1}
      aria-selected={chosen}
      onClick={() => pick(item)}
    >
      <Icon name={item.icon} />
      <span class="cut">{item.label}</span>
      {item.beside && <span class="cut muted beside">{item.beside}</span>}
      {item.key && (
        <span class="end">
          {caps(item.key).map((cap, each) => (
            <kbd key={each}>{cap}</kbd>
          ))}
        </span>
      )}
    </button>
  );
}
