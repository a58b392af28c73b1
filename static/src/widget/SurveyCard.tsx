/** How did we do? Five buttons that say what they mean, then room for words; both can be changed until the end. */
import { useSignal } from "@preact/signals";
import { t } from "../shared/i18n";
import { rate } from "./conversation";
import type { Survey } from "./types";

const LONGEST = 4000;

export function SurveyCard({ survey }: { survey: Survey }) {
  const typed = useSignal<string | null>(null);
  const wrong = useSignal("");
  const busy = useSignal(false);
  const over = Date.parse(survey.expires_at) <= Date.now();
  const comment = typed.value ?? survey.comment ?? "";
  const send = async (score: number) => {
    busy.value = true;
    wrong.value = await rate(survey.id, score, comment);
    if (!wrong.value) typed.value = null;
    busy.value = false;
  };
  return (
    <div class="survey">
      <div class="scores" role="group" aria-label={t("How satisfied are you?")}>
        {words().map((label, index) => (
          <button
            key={label}
            type="button"
            disabled={over || busy.value}
            aria-pressed={survey.score === index + 1}
            onClick={() => void send(index + 1)}
          >
            <b>{index + 1}</b>
            {label}
          </button>
        ))}
      </div>
      {survey.score !== null && !over && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void send(survey.score ?? 0);
          }}
        >
          <label for={`why-${survey.id}`}>{t("Thank you. Anything to add?")}</label>
          <textarea
            id={`why-${survey.id}`}
            rows={2}
            dir="auto"
            maxLength={LONGEST}
            value={comment}
            onInput={(event) => {
              typed.value = event.currentTarget.value;
            }}
          />
          <button type="submit" disabled={busy.value || comment.trim() === (survey.comment ?? "")}>
            {survey.comment !== null && comment.trim() === survey.comment ? t("Saved") : t("Send")}
          </button>
        </form>
      )}
      {over && <p>{survey.score === null ? t("The time to answer has passed.") : survey.comment}</p>}
      <p class="wrong" role="alert">
        {wrong.value}
      </p>
    </div>
  );
}

function words(): string[] {
  return [t("Bad"), t("Not good"), t("Okay"), t("Good"), t("Great")];
}
