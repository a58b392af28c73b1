/** "g" and a letter goes to a view or a page; and what concerns the desk as a whole. */
import { t } from "../../shared/i18n";
import type { IconName } from "../../shared/icons";
import { mayStart, openStart } from "../start/starting";
import * as state from "../store/state";
import { type Command, register } from "./commands";
import { helpOpen } from "./help";
import { go } from "./navigation";
import { panelOpen, toggleNav, togglePanel } from "./panes";

function view(letter: string, key: string, icon: IconName, label: () => string): Command {
  return {
    name: `go-${key}`,
    key: `g ${letter}`,
    label,
    group: "go",
    icon,
    when: () => state.views.value.some((each) => each.key === key),
    run: () => go({ view: key, filters: {}, number: null }),
  };
}

function page(letter: string, href: string, icon: IconName, label: () => string, permission = ""): Command {
  return {
    name: `go-${href}`,
    key: `g ${letter}`,
    label,
    group: "go",
    icon,
    when: () => !permission || state.me.value.permissions.includes(permission),
    run: () => location.assign(href),
  };
}

function ownTeam(): string | undefined {
  return state.views.value.find((each) => each.group === "teams")?.key;
}

register(
  view("i", "mine", "user-round", () => t("Assigned to me")),
  view("u", "unassigned", "inbox", () => t("Unassigned")),
  view("a", "all", "circle-dot", () => t("All open")),
  view("m", "mentions", "at-sign", () => t("Mentions")),
  view("d", "drafts", "pencil", () => t("Drafts")),
  view("s", "snoozed", "alarm-clock", () => t("Snoozed")),
  {
    name: "go-team",
    key: "g t",
    label: () => t("My team"),
    group: "go",
    icon: "hash",
    when: () => ownTeam() !== undefined,
    run: () => go({ view: ownTeam() ?? "all", filters: {}, number: null }),
  },
  page("r", "/desk/satisfaction", "chart-no-axes-column", () => t("Reports"), "reports.view"),
  page("c", "/desk/contacts", "contact", () => t("Contacts")),
  page("n", "/desk/notifications", "bell", () => t("Notifications")),
  {
    name: "start",
    key: "c",
    label: () => t("Write a new ticket"),
    group: "write",
    icon: "pencil",
    when: mayStart,
    opens: true,
    run: openStart,
  },
  {
    name: "fold-sidebar",
    key: "[",
    label: () => t("Fold or unfold the sidebar"),
    group: "desk",
    icon: "menu",
    run: toggleNav,
  },
  {
    name: "fold-panel",
    key: "]",
    label: () => (panelOpen.value ? t("Fold the contact's panel") : t("Unfold the contact's panel")),
    explained: () => t("Fold or unfold the contact's panel"),
    group: "desk",
    icon: "panel-right",
    when: () => state.openNumber.value !== null,
    run: togglePanel,
  },
  {
    name: "help",
    key: "?",
    label: () => t("Keys"),
    group: "desk",
    icon: "keyboard",
    opens: true,
    run: () => {
      helpOpen.value = true;
    },
  },
  {
    name: "leave",
    key: "Escape",
    label: () => t("Leave the text, close what is open, step by step"),
    group: "desk",
    offered: "shown",
    run: () => undefined,
  },
);
