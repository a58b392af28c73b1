/** Send, and the ways of sending that also set the status. */
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { Menu } from "../../shared/ui/Menu";
import type { Status } from "../types";
import type { Draft } from "./drafts";

const mac = navigator.platform.startsWith("Mac") || navigator.platform.startsWith("iP");

interface Props {
  draft: Draft;
  /** The reply would be refused as it is. */
  barred: boolean;
  sendAs: (status: Status | null) => void;
}

export function SendButton({ draft, barred, sendAs }: Props) {
  const uploading = draft.files.some((file) => file.id === null && file.error === null);
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
      pick: () => sendAs("resolved"),
    },
    {
      key: "pending",
      label: t("Send and set to pending"),
      icon: "hourglass" as const,
      pick: () => sendAs("pending"),
    },
  ];
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
          choices={choices}
          disabled={off}
        >
          <Icon name="chevron-down" size="s" />
        </Menu>
      </span>
    </>
  );
}
