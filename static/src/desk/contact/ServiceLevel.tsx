/** What the customer was promised for this ticket: each clock with how it stands and how far it is. */
import { dueColour, dueLong, length } from "../../shared/due";
import { t } from "../../shared/i18n";
import { fullTime } from "../../shared/times";
import { now, zone } from "../store/state";
import type { Clock } from "../types";

export function ServiceLevel({ clocks }: { clocks: readonly Clock[] }) {
  return (
    <div class="sec">
      <h4>{t("Service level")}</h4>
      <dl class="sla">
        {clocks.map((clock) => (
          <Line key={clock.metric} clock={clock} />
        ))}
      </dl>
    </div>
  );
}

function Line({ clock }: { clock: Clock }) {
  const { words, colour, title } = standing(clock);
  const share = clock.due_at && !clock.stopped_at ? passed(clock.started_at, clock.due_at) : null;
  return (
    <div>
      <dt>{clock.metric === "first_reply" ? t("First reply") : t("Resolution")}</dt>
      <dd class={`num ${colour}`} title={title}>
        {words}
      </dd>
      {share !== null && (
        <dd class={`t ${colour}`} aria-hidden="true">
          <i style={{ width: `${share * 100}%` }} />
        </dd>
      )}
    </div>
  );
}

function standing(clock: Clock): { words: string; colour: string; title: string } {
  if (clock.stopped_at) {
    const title = fullTime(clock.stopped_at, zone.value);
    if (clock.breached_at) return { words: t("Missed"), colour: "red", title };
    return { words: t("Met"), colour: "green", title };
  }
  const goal = t("{time} of working time were promised", { time: length(clock.goal_minutes * 60_000) });
  if (!clock.due_at) {
    const left = length((clock.left_seconds ?? 0) * 1000);
    return { words: t("Waits, {time} left", { time: left }), colour: "", title: goal };
  }
  const title = `${t("Due {time}", { time: fullTime(clock.due_at, zone.value) })} · ${goal}`;
  return {
    words: dueLong(clock.due_at, now.value, zone.value),
    colour: dueColour(clock.due_at, now.value),
    title,
  };
}

/** The share of the time between start and due that is over. */
function passed(started: string, due: string): number {
  const from = Date.parse(started);
  const whole = Date.parse(due) - from;
  return whole <= 0 ? 1 : Math.min(1, Math.max(0, (now.value - from) / whole));
}
