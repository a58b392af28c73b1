/** Send, and the ways of sending that also set the status. */
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { Menu } from "../../shared/ui/Menu";
import { askTime } from "../times/asked";
import type { Status } from "../types";
import { type Draft, filesOf } from "./drafts";
import type { How } from "./guarding";
import { sendTimes, theirZone, whenItLeaves } from "./send-times";

const mac = navigator.platform.startsWith("Mac") || navigator.platform.startsWith("iP");

interface Props {
  draft: Draft;
  /** The reply would be refused as it is. */
  barred: boolean;
  sendAs: (status: Status | null, how?: How) => void;
}

export function SendButton({ draft, barred, sendAs }: Props) {
  const uploading = filesOf(draft).some((file) => file.id === null && file.error === null);
  const empty = !draft[draft.mode].trim();
  const off = uploading || empty || barred;
  const hint = (
    <span class="hint not-phone" aria-hidden="true">
      <kbd>{mac ? "⌘" : "Ctrl"}</kbd>
      <kbd>↵</kbd>
    </span>
  );
  if (draft.mode === "note") {
    return (
      <>
        {hint}
        <button type="submit" class="btn primary" disabled={off}>
          {t("Add note")}
        </button>
      </>
    );
  }
  const choices = [
    {
      key: "resolved",
      label: t("Send and resolve"),
      icon: "circle-check" as const,
      shortcut: mac ? "⌘⇧↵" : "Ctrl ⇧ ↵",
      pick: () => sendAs("resolved"),
    },
    {
      key: "next",
      label: t("Send and open the next"),
      icon: "chevron-right" as const,
      pick: () => sendAs(null, { next: true }),
    },
    {
      key: "resolved-next",
      label: t("Send, resolve and open the next"),
      icon: "chevron-right" as const,
      pick: () => sendAs("resolved", { next: true }),
    },
    {
      key: "pending",
      label: t("Send and set to pending"),
      icon: "hourglass" as const,
      pick: () => sendAs("pending"),
    },
  ];
  const now = Date.now();
  const later = sendTimes(now, theirZone()).map(({ key, label, at }, place) => ({
    key,
    label,
    hint: whenItLeaves(new Date(at).toISOString()),
    apart: place === 0,
    pick: () => sendAs(null, { at }),
  }));
  const other = {
    key: "other",
    label: t("Send at another time…"),
    pick: () =>
      askTime({
        heading: t("Send later"),
        words: t("It leaves at the time you choose. If the customer writes before, it waits for you."),
        label: t("When"),
        act: t("Send later"),
        choose: (at) => sendAs(null, { at }),
      }),
  };
  return (
    <>
      {hint}
      <span class="split">
        <button type="submit" class="btn primary" disabled={off}>
          {uploading ? t("Uploading…") : t("Send")}
        </button>
        <Menu
          label={t("More ways to send")}
          button="btn primary"
          place="right up"
          choices={[...choices, ...later, other]}
          disabled={off}
        >
          <Icon name="chevron-down" size="s" />
        </Menu>
      </span>
    </>
  );
}
