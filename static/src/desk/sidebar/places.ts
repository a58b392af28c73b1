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
    return [...found, { href: "/desk/profile", icon: "user", label: t("Your profile") }, ...settingsPages()];
  const [first] = state.me.value.settings;
  if (first) found.push({ href: first.href, icon: "settings", label: t("Settings") });
  return found;
}

function settingsPages(): Place[] {
  return state.me.value.settings.map(({ href, label }) => ({
    href,
    icon: "settings",
    label: t("Settings: {page}", { page: label }),
  }));
}
