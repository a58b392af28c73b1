/** Starts the chat inside its frame. */
import { render } from "preact";
import { loadCatalogue } from "../shared/i18n";
import { Chat } from "./Chat";
import { begin } from "./conversation";
import { listenToHost } from "./host";
import { looking } from "./state";

const root = document.getElementById("chat");
if (root) {
  loadCatalogue();
  render(<Chat />, root);
  document.addEventListener("visibilitychange", () => {
    looking.value = !document.hidden;
  });
  void begin();
  listenToHost();
}
