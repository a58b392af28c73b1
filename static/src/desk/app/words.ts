/** Words and pictures for the closed sets of the domain: status, priority, channel, delivery state, view. */

import { t } from "../../shared/i18n";
import type { IconName } from "../../shared/icons";
import type { DeliveryStateName, Priority, Sort, Status } from "../types";

export const STATUSES: readonly Status[] = ["open", "pending", "snoozed", "resolved", "closed"];
export const PRIORITIES: readonly Priority[] = ["low", "normal", "high", "urgent"];

export function statusWords(status: Status): string {
  const words: Record<Status, string> = {
    open: t("Open"),
    pending: t("Pending"),
    snoozed: t("Snoozed"),
    resolved: t("Resolved"),
    closed: t("Closed"),
  };
  return words[status];
}

export function priorityWords(priority: Priority): string {
  const words: Record<Priority, string> = {
    low: t("Low"),
    normal: t("Normal"),
    high: t("High"),
    urgent: t("Urgent"),
  };
  return words[priority];
}

export const PRIORITY_ICONS: Record<Priority, IconName> = {
  low: "signal-low",
  normal: "signal-medium",
  high: "signal-high",
  urgent: "siren",
};

const CHANNEL_ICONS: Record<string, IconName> = {
  email: "mail",
  sms: "message-square-text",
  whatsapp: "phone",
  chat: "message-circle",
};

export function channelIcon(channel: string): IconName {
  return CHANNEL_ICONS[channel] ?? "mail";
}

/** The orders of a list. */
export function sortWords(): Record<Sort, string> {
  return {
    waiting: t("Longest wait first"),
    due: t("Due first"),
    priority: t("Most urgent first"),
    newest: t("Newest first"),
    oldest: t("Oldest first"),
  };
}

const VIEW_ICONS: Record<string, IconName> = {
  drafts: "pencil",
  unassigned: "inbox",
  team: "users",
  waiting: "clock",
  mine: "user-round",
  mentions: "at-sign",
  all: "circle-dot",
  pending: "hourglass",
  snoozed: "alarm-clock",
  resolved: "circle-check",
  closed: "archive",
};

export function viewIcon(key: string): IconName {
  return VIEW_ICONS[key] ?? (key.startsWith("team:") ? "hash" : "bookmark");
}

export const DELIVERY_ICONS: Record<DeliveryStateName, IconName> = {
  queued: "clock",
  sending: "send",
  sent: "check",
  delivered: "check-check",
  seen: "eye",
  failed: "circle-alert",
  bounced: "circle-alert",
  blocked: "ban",
  uncertain: "triangle-alert",
  recorded: "info",
};

/** "red" and "amber" only where someone should act. */
export function deliveryColour(state: DeliveryStateName): "" | "red" | "amber" {
  if (state === "failed" || state === "bounced" || state === "blocked") return "red";
  return state === "uncertain" || state === "recorded" ? "amber" : "";
}

/** A size in bytes as people read it. */
export function fileSize(bytes: number): string {
  if (bytes < 1024) return t("{n} B", { n: bytes });
  if (bytes < 1024 * 1024) return t("{n} KB", { n: Math.round(bytes / 1024) });
  return t("{n} MB", { n: (bytes / 1024 / 1024).toFixed(1) });
}

/** The colour of a customer's rating: bad up to 2, good from 4. */
export function scoreColour(score: number): "red" | "amber" | "green" {
  return score <= 2 ? "red" : score >= 4 ? "green" : "amber";
}
