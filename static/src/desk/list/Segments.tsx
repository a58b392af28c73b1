/** All, needs reply, waiting for the customer; and the order of the list. */
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { Menu } from "../../shared/ui/Menu";
import { go } from "../app/navigation";
import { sortWords } from "../app/words";
import { filters, sort as order, ownSort } from "../store/state";

function change(name: string, value: string | undefined): void {
  const { [name]: _old, ...rest } = filters.value;
  go({ filters: value === undefined ? rest : { ...rest, [name]: value } });
}

export function Segments() {
  const chosen = filters.value.needs_reply;
  const sort = order.value;
  const segments = [
    { value: undefined, label: t("All") },
    { value: "1", label: t("Needs reply") },
    { value: "0", label: t("Waiting") },
  ];
  const orders = Object.entries(sortWords()).map(([key, label]) => ({ key, label }));
  const short = {
    waiting: t("Longest wait"),
    due: t("Due"),
    priority: t("Priority"),
    newest: t("Newest"),
    oldest: t("Oldest"),
  };
  return (
    <div class="seg">
      {segments.map(({ value, label }) => (
        <button
          key={label}
          type="button"
          class="btn ghost"
          aria-pressed={chosen === value}
          onClick={() => change("needs_reply", value)}
        >
          {label}
        </button>
      ))}
      <span class="sp" />
      <Menu
        label={t("Order")}
        button="btn ghost"
        place="right"
        choices={orders.map(({ key, label }) => ({
          key,
          label,
          chosen: sort === key,
          pick: () => change("sort", key === ownSort.value ? undefined : key),
        }))}
      >
        <Icon name="arrow-up-down" size="s" />
        <span class="sortname">{short[sort]}</span>
      </Menu>
    </div>
  );
}
