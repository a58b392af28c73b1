/** Quiet lines about what changed; a run of more than two is folded to its last. */
import { useSignal } from "@preact/signals";
import { t } from "../../shared/i18n";
import { ICONS, type IconName } from "../../shared/icons";
import { Icon } from "../../shared/ui/Icon";
import { When } from "../app/When";
import * as state from "../store/state";
import { undo } from "../surgery/verbs";
import type { Message } from "../types";

const SHOWN = 2;

export function EventLines({ events }: { events: readonly Message[] }) {
  const open = useSignal(false);
  const folded = events.length > SHOWN && !open.value;
  const shown = folded ? events.slice(-1) : events;
  return (
    <div class="evs">
      {folded && (
        <div class="ev">
          <button
            type="button"
            aria-expanded={false}
            onClick={() => {
              open.value = true;
            }}
          >
            <Icon name="chevrons-down" />
            <span class="say">{t("{n} earlier changes", { n: events.length - 1 })}</span>
          </button>
        </div>
      )}
      {shown.map((event) => (
        <div key={event.id} class="ev">
          <Icon name={known(event.icon)} />
          <Sentence event={event} />
          {event.undo_url && <TakeBack url={event.undo_url} label={event.undo_label ?? t("Undo")} />}
          <When at={event.created_at} style="clock" class="tail num" />
        </div>
      ))}
    </div>
  );
}

/** What happened; where a rule did it, whoever may write rules gets to it from here. */
function Sentence({ event }: { event: Message }) {
  const words = event.sentence ?? event.text;
  if (!event.rule_id || !state.me.value.permissions.includes("settings.rules"))
    return <span class="say">{words}</span>;
  return (
    <a class="say" href={`/desk/settings/rules/${event.rule_id}`} title={t("Show the rule")}>
      {words}
    </a>
  );
}

/** Takes back what the line tells of; where that is no longer possible, the server says why. */
function TakeBack({ url, label }: { url: string; label: string }) {
  return (
    <button type="button" class="btn ghost small" onClick={() => void undo([url])}>
      {label}
    </button>
  );
}

function known(name: string | null): IconName {
  return ICONS.find((each) => each === name) ?? "info";
}
