/** The phone's bottom bar. */
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { BellTab } from "../sidebar/Bell";
import { currentView } from "../store/state";
import { focusSearch } from "./commands-list";
import { openNav } from "./panes";

export function TabBar() {
  const count = currentView.value?.count;
  return (
    <nav class="tabbar" aria-label={t("Sections")}>
      <a href="/desk/tickets" aria-current="page">
        <Icon name="inbox" />
        {count != null && count !== 0 && <span class="badge num">{count}</span>}
        {t("Tickets")}
      </a>
      <button type="button" onClick={focusSearch}>
        <Icon name="search" />
        {t("Search")}
      </button>
      <BellTab />
      <a href="/desk/contacts">
        <Icon name="contact" />
        {t("Contacts")}
      </a>
      <button type="button" onClick={openNav}>
        <Icon name="menu" />
        {t("Menu")}
      </button>
    </nav>
  );
}
