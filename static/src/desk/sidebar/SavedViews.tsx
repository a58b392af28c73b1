/** The saved views under their heading, in their order. */
import { t } from "../../shared/i18n";
import { shownViews } from "../store/state";
import { savedIcon } from "../views/icons";
import { ViewLink } from "./ViewLink";

export function SavedViews() {
  const views = shownViews.value.filter((view) => view.group === "saved");
  if (views.length === 0) return null;
  return (
    <>
      <h2>{t("Views")}</h2>
      {views.map((view) => (
        <ViewLink key={view.key} view={view} icon={savedIcon(view.icon)} />
      ))}
    </>
  );
}
