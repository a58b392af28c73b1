/** How many tickets would fit, and the first of them, while one builds. */
import { t, tn } from "../../shared/i18n";
import { look, tree, wrong } from "./building";
import { unfinished } from "./tree";

function words(): string {
  const found = look.value;
  if (wrong.value) return t("Something is wrong with this filter.");
  if (unfinished(tree.value)) return t("Fill in every condition to see what fits.");
  if (!found) return t("Looking…");
  if (typeof found.count === "string") return t("{n} tickets fit", { n: found.count });
  return found.count === 0 ? t("No ticket fits now.") : tn("{n} ticket fits", "{n} tickets fit", found.count);
}

export function Preview() {
  return (
    <section class="vlook" aria-label={t("What fits now")}>
      <p role="status">{words()}</p>
      {wrong.value?.path === "" && (
        <p class="err" role="alert">
          {wrong.value.words}
        </p>
      )}
      {look.value && look.value.tickets.length > 0 && (
        <ol>
          {look.value.tickets.map((row) => (
            <li key={row.number}>
              <span class="num">#{row.number}</span>
              <span class="cut">{row.subject || t("(no subject)")}</span>
              <span class="cut who">{row.contact.name}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
