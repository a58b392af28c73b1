/** The ticket's tags; adding offers the tags in use. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { hinted } from "../app/commands";
import * as state from "../store/state";
import { addTag, removeTag } from "../store/verbs";
import type { KnownTicket } from "../types";

export function Tags({ ticket }: { ticket: KnownTicket }) {
  const adding = useSignal(false);
  return (
    <div class="sec">
      <h4>{t("Tags")}</h4>
      <div class="tags">
        {ticket.tags.map((tag) => (
          <span key={tag} class="chip line">
            {tag}
            <button
              type="button"
              aria-label={t("Remove the tag {tag}", { tag })}
              onClick={() => void removeTag(ticket.number, tag)}
            >
              <Icon name="x" size="xs" />
            </button>
          </span>
        ))}
        {adding.value ? (
          <AddTag
            ticket={ticket}
            done={() => {
              adding.value = false;
            }}
          />
        ) : (
          <button
            type="button"
            class="chip add"
            data-command="tags"
            title={hinted(t("Add a tag"), "tags")}
            onClick={() => {
              adding.value = true;
            }}
          >
            <Icon name="plus" size="xs" />
            {t("Add")}
          </button>
        )}
      </div>
    </div>
  );
}

function AddTag({ ticket, done }: { ticket: KnownTicket; done: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const offered = state.tags.value.filter((tag) => !ticket.tags.includes(tag));
  const add = async (event: Event) => {
    event.preventDefault();
    const name = input.current?.value.trim();
    if (name) await addTag(ticket.number, name);
    done();
  };
  return (
    <form class="addrow" onSubmit={(event) => void add(event)}>
      <input
        ref={input}
        class="input"
        list="known-tags"
        maxlength={60}
        autocomplete="off"
        aria-label={t("New tag")}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          done();
        }}
      />
      <datalist id="known-tags">
        {offered.map((tag) => (
          <option key={tag} value={tag} />
        ))}
      </datalist>
      <button type="submit" class="btn small">
        {t("Add")}
      </button>
    </form>
  );
}
