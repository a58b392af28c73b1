/** The window's title names the open ticket or the view, so that tabs can be told apart. */
import { effect } from "@preact/signals";
import { currentView, openTicket } from "../store/state";

const workspaceName = document.body.dataset.workspace ?? "Helpdesk";

export function keepTitle(): void {
  effect(() => {
    const ticket = openTicket.value;
    const place = ticket ? `#${ticket.number} ${ticket.subject}` : currentView.value?.label;
    document.title = place ? `${place} · ${workspaceName}` : workspaceName;
  });
}
