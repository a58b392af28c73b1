/** What else one can do with a message: link to it, send it on, split here, look at its source, blank it. */
import { computed } from "@preact/signals";
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { type Choice, Menu } from "../../shared/ui/Menu";
import * as state from "../store/state";
import { toast } from "../store/toasts";
import { surgeryAsked } from "../surgery/asked";
import type { Message } from "../types";

export function MessageMenu({ message }: { message: Message }) {
  return (
    <Menu
      label={t("More about this message")}
      button="btn ghost icon"
      place="right"
      choices={choicesFor(message)}
    >
      <Icon name="ellipsis" size="s" />
    </Menu>
  );
}

function choicesFor(message: Message): Choice[] {
  const ask = (kind: "forward" | "split" | "redact") => () => {
    surgeryAsked.value = { kind, message };
  };
  const whole = message.redacted_by === null;
  const choices: (Choice | false)[] = [
    { key: "link", label: t("Copy link"), icon: "link", pick: () => void copyLink(message) },
    whole &&
      forwards.value && { key: "forward", label: t("Forward…"), icon: "forward", pick: ask("forward") },
    { key: "split", label: t("Split here…"), icon: "split", pick: ask("split") },
    message.source_url !== null && {
      key: "source",
      label: t("Show source and headers"),
      icon: "code-xml",
      pick: () => void open(message.source_url ?? "", "_blank", "noopener"),
    },
    whole &&
      mayRedact(message) && {
        key: "redact",
        label: t("Redact…"),
        icon: "eraser",
        apart: true,
        danger: true,
        pick: ask("redact"),
      },
  ];
  return choices.filter((choice) => choice !== false);
}

/** Only what is answered by mail is sent on. */
const forwards = computed(() => {
  const inbox = state.openTicket.value?.inbox.id;
  return state.inboxes.value.find((each) => each.id === inbox)?.features.copies ?? false;
});
const redactsAll = computed(() => state.me.value.permissions.includes("messages.redact"));

function mayRedact(message: Message): boolean {
  const own = message.author.kind === "agent" && message.author.id === state.myId.value;
  return own || redactsAll.value;
}

async function copyLink(message: Message): Promise<void> {
  const link = `${location.origin}/desk/tickets/${message.ticket_number}#m${message.id}`;
  try {
    await navigator.clipboard.writeText(link);
    toast(t("The link was copied."));
  } catch {
    toast(link); // No permission for the clipboard: at least it can be read.
  }
}
