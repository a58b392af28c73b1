/** "New ticket": the agent writes first, by any inbox whose channel allows it. */
import { useSignal } from "@preact/signals";
import { t } from "../../shared/i18n";
import { Dialog } from "../../shared/ui/Dialog";
import { Meter } from "../composer/Meter";
import { tooLong } from "../composer/segments";
import { Field } from "./Field";
import { type Letter, newKey, start, startable, startOpen, type Trouble } from "./starting";

export function StartDialog() {
  return startOpen.value ? <Form /> : null;
}

function Form() {
  const inboxes = startable();
  const letter = useSignal<Letter>({ inbox_id: inboxes[0]?.id ?? 0, to: "", cc: "", subject: "", text: "" });
  const trouble = useSignal<Trouble | null>(null);
  const busy = useSignal(false);
  const key = useSignal(newKey());
  const inbox = inboxes.find((each) => each.id === letter.value.inbox_id);
  if (!inbox) return null;
  const { features } = inbox;
  const close = () => {
    startOpen.value = false;
  };
  const edit = (change: Partial<Letter>) => {
    letter.value = { ...letter.value, ...change };
    trouble.value = null;
  };
  const submit = async () => {
    if (busy.value || tooLong(letter.value.text, features)) return;
    busy.value = true;
    trouble.value = await start(letter.value, inbox, key.value);
    busy.value = false;
    if (trouble.value?.field === "key_used") key.value = newKey();
  };
  const wrong = (field: string) => (trouble.value?.field === field ? trouble.value.words : undefined);
  const known = ["inbox_id", "to", "cc", "subject", "text"];
  const line = (name: "to" | "cc" | "subject", label: string, required: boolean) => (
    <Field id={`start-${name}`} label={label} error={wrong(name)}>
      <input
        class="input"
        id={`start-${name}`}
        type="text"
        autocomplete="off"
        required={required}
        aria-invalid={wrong(name) !== undefined}
        aria-describedby={wrong(name) ? `start-${name}-error` : undefined}
        value={letter.value[name]}
        onInput={(event) => edit({ [name]: event.currentTarget.value })}
      />
    </Field>
  );
  return (
    <Dialog heading={t("New ticket")} onClose={close}>
      <form
        class="form dialogform"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          event.currentTarget.requestSubmit();
        }}
      >
        <Field id="start-inbox" label={t("From")} error={wrong("inbox_id")}>
          <select
            class="input"
            id="start-inbox"
            value={letter.value.inbox_id}
            onChange={(event) => edit({ inbox_id: Number(event.currentTarget.value) })}
          >
            {inboxes.map((each) => (
              <option key={each.id} value={each.id}>
                {`${each.name} (${each.channel_label})`}
              </option>
            ))}
          </select>
        </Field>
        {line("to", t("To"), true)}
        {features.copies && line("cc", t("Cc"), false)}
        {features.subject && line("subject", t("Subject"), true)}
        <Field id="start-text" label={t("Message")} error={wrong("text")}>
          <textarea
            class="input"
            id="start-text"
            rows={6}
            required
            dir="auto"
            aria-invalid={wrong("text") !== undefined}
            value={letter.value.text}
            onInput={(event) => edit({ text: event.currentTarget.value })}
          />
        </Field>
        <Meter text={letter.value.text} features={features} />
        {trouble.value && !known.includes(trouble.value.field) && (
          <span class="err" role="alert">
            {trouble.value.words}
          </span>
        )}
        <div class="act">
          <button type="button" class="btn ghost" onClick={close}>
            {t("Cancel")}
          </button>
          <button type="submit" class="btn primary" disabled={busy.value}>
            {busy.value ? t("Sending…") : t("Send")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
