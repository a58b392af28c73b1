/** The list of keys, opened by "?". */
import { t } from "../../shared/i18n";
import { Dialog } from "../../shared/ui/Dialog";
import { helpOpen } from "./keys";

export function KeyHelp() {
  if (!helpOpen.value) return null;
  const keys: [string[], string][] = [
    [["j"], t("Next ticket in the list")],
    [["k"], t("Previous ticket in the list")],
    [["Enter", "o"], t("Open the ticket")],
    [["u"], t("Back to the list")],
    [["r"], t("Write a reply")],
    [["n"], t("Write a note")],
    [["e"], t("Resolve, or reopen")],
    [["x"], t("Select the ticket")],
    [["Shift", "j / k"], t("Select more tickets")],
    [["Ctrl", "a"], t("Select all loaded tickets")],
    [["z"], t("Undo the last change of tickets")],
    [["Shift", "u"], t("Make the ticket unread again")],
    [["c"], t("Write a new ticket")],
    [["/"], t("Search")],
    [["Ctrl", "Enter"], t("Send")],
    [["Esc"], t("Leave the text, close what is open")],
    [["?"], t("This list")],
  ];
  return (
    <Dialog
      heading={t("Keys")}
      onClose={() => {
        helpOpen.value = false;
      }}
    >
      <dl class="keys">
        {keys.map(([names, words]) => (
          <>
            <dt>
              {names.map((name) => (
                <kbd key={name}>{name}</kbd>
              ))}
            </dt>
            <dd>{words}</dd>
          </>
        ))}
      </dl>
      <form method="dialog" class="act">
        <button type="submit" class="btn">
          {t("Close")}
        </button>
      </form>
    </Dialog>
  );
}
