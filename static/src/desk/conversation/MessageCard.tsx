/** One message or note: who, to whom, when, its words, its files, and how it travelled. */
import { useComputed, useSignal } from "@preact/signals";
import { t } from "../../shared/i18n";
import { Avatar } from "../../shared/ui/Avatar";
import { Icon } from "../../shared/ui/Icon";
import { When } from "../app/When";
import { inboxes, myId, tickets } from "../store/state";
import type { Attachment, Message } from "../types";
import { DeliveryLine } from "./DeliveryLine";
import { Files } from "./Files";
import { InvitationCard } from "./InvitationCard";
import { MessageBody } from "./MessageBody";
import { MessageDetails } from "./MessageDetails";
import { MessageMenu } from "./MessageMenu";
import { readable } from "./recipient";
import { Warnings } from "./Warnings";

function kindClass(message: Message): string {
  if (message.kind === "note") return "note";
  return message.kind === "outbound" ? "mine" : "";
}

function toWords(message: Message): string {
  if (message.kind === "note") return t("Internal note");
  const [address, ...others] = [...message.to, ...message.cc, ...message.bcc];
  if (!address) return "";
  const first = readable(message.ticket_number, address);
  if (first === null) return t("in the chat");
  return others.length > 0
    ? t("to {first} and {n} more", { first, n: others.length })
    : t("to {first}", { first });
}

/** How it travelled, where that is not the ticket's own channel; drawn anew only when that changes, not with every row. */
function Via({ message }: { message: Message }) {
  const words = useComputed(() => {
    const channel = tickets.value.get(message.ticket_number)?.channel;
    const inbox = inboxes.value.find((each) => each.id === message.inbox_id);
    return inbox && channel && inbox.channel !== channel
      ? t("by {channel}", { channel: inbox.channel_label })
      : "";
  }).value;
  return words ? <span class="via">{words}</span> : null;
}

export function MessageCard({ message }: { message: Message }) {
  const details = useSignal(false);
  const failed = ["failed", "bounced", "blocked"].includes(message.delivery?.state ?? "");
  const own = message.author.kind === "agent" && message.author.id === myId.value;
  return (
    <article
      class={`msg card ${kindClass(message)}${failed ? " failed" : ""}`}
      id={`message-${message.id}`}
      tabindex={-1}
      aria-label={t("{kind} from {name}", { kind: kindWords(message), name: message.author.name })}
    >
      <Avatar
        id={message.author.id}
        name={message.author.name}
        class={message.author.kind === "robot" ? "robot" : ""}
      />
      <div>
        <div class="in">
          <header>
            <b title={own ? t("You") : undefined}>{message.author.name}</b>
            {message.kind === "note" ? (
              <span class="to">{toWords(message)}</span>
            ) : (
              <button
                type="button"
                class="to"
                aria-expanded={details.value}
                onClick={() => {
                  details.value = !details.value;
                }}
              >
                {toWords(message) || t("details")}
              </button>
            )}
            <Via message={message} />
            <span class="end">
              <When at={message.created_at} style="clock" />
              <MessageMenu message={message} />
            </span>
          </header>
          {details.value && <MessageDetails message={message} />}
          <Warnings message={message} />
          {message.redacted_by === null ? (
            <>
              <MessageBody message={message} />
              {message.invitation && <InvitationCard invitation={message.invitation} />}
              <Files files={attached(message)} />
            </>
          ) : (
            <p class="redacted">
              <Icon name="eraser" size="s" />
              {t("Redacted by {name}", { name: message.redacted_by })}
            </p>
          )}
        </div>
        {message.delivery && <DeliveryLine message={message} delivery={message.delivery} />}
      </div>
    </article>
  );
}

/** The files to list: pictures that the message shows in their own place are not listed again. */
function attached(message: Message): Attachment[] {
  return message.html === null ? message.attachments : message.attachments.filter((file) => !file.inline);
}

function kindWords(message: Message): string {
  if (message.kind === "note") return t("Note");
  if (message.forwards !== null) return t("Forwarded message");
  return message.kind === "outbound" ? t("Reply") : t("Message");
}
