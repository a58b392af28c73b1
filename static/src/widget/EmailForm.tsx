/** Where answers go when the visitor has left: one field, once; it says what it knows already. */
import { useSignal } from "@preact/signals";
import { t } from "../shared/i18n";
import { leaveAddress } from "./conversation";
import { email } from "./state";

export function EmailForm() {
  const typed = useSignal("");
  const wrong = useSignal("");
  const busy = useSignal(false);
  if (email.value) {
    return (
      <p class="address" role="status">
        {t("If you leave, answers go to {email}.", { email: email.value })}
      </p>
    );
  }
  const save = async (event: Event) => {
    event.preventDefault();
    if (!typed.value.trim()) return;
    busy.value = true;
    wrong.value = await leaveAddress(typed.value.trim());
    busy.value = false;
    if (!wrong.value) document.getElementById("words")?.focus();
  };
  return (
    <form class="address" noValidate onSubmit={(event) => void save(event)}>
      <label for="email">{t("Get the answer by mail if you leave")}</label>
      <div>
        <input
          id="email"
          type="email"
          autocomplete="email"
          placeholder={t("you@example.com")}
          aria-invalid={wrong.value !== ""}
          aria-describedby="email-wrong"
          value={typed.value}
          onInput={(event) => {
            typed.value = event.currentTarget.value;
          }}
        />
        <button type="submit" disabled={busy.value}>
          {t("Save")}
        </button>
      </div>
      <p id="email-wrong" class="wrong" role="alert">
        {wrong.value}
      </p>
    </form>
  );
}
