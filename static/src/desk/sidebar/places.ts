/** The pages beside the workspace that one may open. */
import { t } from "../../shared/i18n";
import type { IconName } from "../../shared/icons";
import * as state from "../store/state";

export interface Place {
  href: string;
  icon: IconName;
  label: string;
}

/** For the sidebar; with `all`, the settings one by one for the palette. */
export function places(all = false): Place[] {
  const may = (word: string) => state.me.value.permissions.includes(word);
  const found: Place[] = [{ href: "/desk/contacts", icon: "contact", label: t("Contacts") }];
  if (may("deliveries.read")) found.push({ href: "/desk/deliveries", icon: "send", label: t("Deliveries") });
  if (may("deliveries.read")) found.push({ href: "/desk/suppressions", icon: "ban", label: t("Suppressed") });
  if (may("envelopes.read"))
    found.push({ href: "/desk/envelopes", icon: "mail-open", label: t("Envelopes") });
  if (may("work.read")) found.push({ href: "/desk/stuck", icon: "hourglass", label: t("Stuck work") });
  if (may("reports.view")) found.push({ href: "/desk/satisfaction", icon: "star", label: t("Satisfaction") });
  if (all)
    return [
      ...found,
      { href: "/desk/profile", icon: "user", label: t("Your profile") },
      ...settingsPages(may),
    ];
  const settings = ["inboxes", "teams"].find((page) => may(`settings.${page}`));
  if (settings) found.push({ href: `/desk/settings/${settings}`, icon: "settings", label: t("Settings") });
  return found;
}

function settingsPages(may: (word: string) => boolean): Place[] {
  const pages: [word: string, path: string, label: string][] = [
    ["inboxes", "inboxes", t("Inboxes")],
    ["teams", "teams", t("Teams")],
    ["agents", "agents", t("Agents")],
    ["rules", "rules", t("Rules")],
    ["sla", "service-levels", t("Service levels")],
    ["general", "general", t("General")],
  ];
  return pages
    .filter(([word]) => may(`settings.${word}`))
    .map(([, path, label]) => ({
      href: `/desk/settings/${path}`,
      icon: "settings",
      label: t("Settings: {page}", { page: label }),
    }));
}
