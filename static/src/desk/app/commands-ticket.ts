/** Keys of the open ticket: what its header and its menus do. */
import { t } from "../../shared/i18n";
import type { IconName } from "../../shared/icons";
import { edit } from "../composer/drafts";
import { proposed } from "../composer/recipients";
import { askSnooze, snooze } from "../conversation/snoozing";
import { aside, menuAside } from "../selection/focused";
import { featuresOf } from "../store/features";
import * as state from "../store/state";
import { assign, setFollowing, setStatus } from "../store/verbs";
import type { KnownTicket } from "../types";
import { type Command, register } from "./commands";
import { panelOpen, togglePanel } from "./panes";

const PATIENCE_MILLISECONDS = 2000;

const ticket = () => state.openTicket.value;
const open = () => ticket() !== undefined;
/** What is done without a look at the conversation is done to the row under the keyboard's focus first. */
const meant = () => aside() ?? ticket();
const some = () => meant() !== undefined;
const done = () => meant()?.status === "resolved" || meant()?.status === "closed";
const mine = () => meant()?.assignee?.id === state.me.value.id;

function on(act: (ticket: KnownTicket) => unknown): () => void {
  return () => {
    const now = ticket();
    if (now) void act(now);
  };
}

function onMeant(act: (ticket: KnownTicket) => unknown): () => void {
  return () => {
    const now = meant();
    if (now) void act(now);
  };
}

function write(mode: "reply" | "note", change: { to?: null; cc?: null } = {}): () => void {
  return on(({ number }) => {
    edit(number, { mode, ...change });
    soon(() => {
      const field = document.getElementById("composer-text");
      field?.focus();
      return field !== null;
    });
  });
}

/**
 * Tries at once, so that whoever types on does not press keys as commands; else frame by frame, until what is asked
 * for has come, another ticket is open, or it takes too long.
 */
function soon(act: () => boolean, number = state.openNumber.value, since = performance.now()): void {
  if (act() || state.openNumber.value !== number || performance.now() - since > PATIENCE_MILLISECONDS) return;
  requestAnimationFrame(() => soon(act, number, since));
}

/** Opens a menu or a small form by the button that does so for the mouse; says whether it could be pressed. */
function press(name: string): boolean {
  const buttons = [...document.querySelectorAll<HTMLElement>(`[data-command="${name}"]`)];
  const button = buttons.find((each) => each.checkVisibility({ visibilityProperty: true }));
  button?.click();
  return button !== undefined;
}

function tags(): void {
  if (menuAside()) return;
  if (!panelOpen.value) togglePanel();
  soon(() => press("tags"));
}

function menu(name: string, key: string, icon: IconName, label: () => string): Command {
  return {
    name,
    key,
    label,
    group: "ticket",
    icon,
    opens: true,
    when: some,
    run: () => menuAside() || press(name),
  };
}

register(
  {
    name: "reply",
    key: "r",
    label: () => t("Write a reply"),
    group: "write",
    icon: "reply",
    when: open,
    opens: true,
    run: write("reply"),
  },
  {
    name: "reply-all",
    key: "a",
    label: () => t("Reply to everyone"),
    group: "write",
    icon: "users",
    when: () => {
      const now = ticket();
      return now !== undefined && featuresOf(now).copies && proposed(now).cc.length > 0;
    },
    opens: true,
    run: write("reply", { to: null, cc: null }),
  },
  {
    name: "note",
    key: "n",
    label: () => t("Write a note"),
    group: "write",
    icon: "sticky-note",
    when: open,
    opens: true,
    run: write("note"),
  },
  {
    name: "send",
    key: "Mod+Enter",
    label: () => t("Send"),
    group: "write",
    offered: "shown",
    run: () => undefined,
  },
  {
    name: "resolve",
    key: "e",
    label: () => (done() ? t("Reopen") : t("Resolve")),
    explained: () => t("Resolve, or reopen"),
    group: "ticket",
    icon: "circle-check",
    when: some,
    run: onMeant((now) => setStatus(now.number, done() ? "open" : "resolved")),
  },
  {
    ...menu("snooze", "s", "alarm-clock", () => t("Snooze")),
    // On a narrow screen the choices stand in another menu.
    run: onMeant(
      ({ number }) => menuAside("snooze") || press("snooze") || askSnooze(1, (at) => snooze(number, at)),
    ),
  },
  {
    name: "take",
    key: "i",
    label: () => t("Assign to me"),
    group: "ticket",
    icon: "user-check",
    when: () => some() && !mine(),
    run: onMeant((now) => assign(now.number, state.me.value.id)),
  },
  menu("assign", "A", "user-round", () => t("Assign to somebody")),
  {
    name: "tags",
    key: "l",
    label: () => t("Add a tag"),
    group: "ticket",
    icon: "tag",
    when: some,
    opens: true,
    run: tags,
  },
  menu("priority", "p", "flag", () => t("Set the priority")),
  menu("team", "t", "hash", () => t("Move to a team")),
  menu("status", "S", "circle-dot", () => t("Set the status")),
  {
    name: "follow",
    label: () => (ticket()?.following ? t("Stop following") : t("Follow this ticket")),
    group: "ticket",
    icon: "bell",
    when: open,
    run: on((now) => setFollowing(now.number, !now.following)),
  },
);
