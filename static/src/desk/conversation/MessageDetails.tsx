/** All addresses of a message and its full date. */
import { t } from "../../shared/i18n";
import { fullTime } from "../../shared/times";
import { zone } from "../store/state";
import type { Message } from "../types";
import { readable } from "./recipient";

export function MessageDetails({ message }: { message: Message }) {
  const lines: [string, string[]][] = [
    [t("To"), message.to],
    [t("Cc"), message.cc],
    [t("Bcc"), message.bcc],
  ];
  return (
    <dl class="details">
      {lines.map(
        ([label, addresses]) =>
          addresses.length > 0 && (
            <>
              <dt>{label}</dt>
              <dd>
                {addresses
                  .map((each) => readable(message.ticket_number, each) ?? t("in the chat"))
                  .join(", ")}
              </dd>
            </>
          ),
      )}
      <dt>{t("Date")}</dt>
      <dd>{fullTime(message.created_at, zone.value)}</dd>
    </dl>
  );
}
