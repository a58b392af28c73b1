/** `data-bell="token"`: keeps the bell of a server-rendered page live, and renews parts marked `data-renew-with-bell`. */
import { t, tn } from "../shared/i18n";
import { renew } from "./refresh";

const COUNT_STOPS_AT = 100;

/** Shows how many are unread. */
function show(bell: HTMLElement, count: number): void {
  bell.ariaLabel = count
    ? tn("{n} unread notification", "{n} unread notifications", count)
    : t("Notifications");
  const badge = bell.querySelector<HTMLElement>(".badge");
  if (!badge) return;
  badge.textContent = count < COUNT_STOPS_AT ? String(count) : "99+";
  badge.hidden = count === 0;
}

/** Listens from now on; a page without sockets keeps the count it came with. `changed` runs after a renewal. */
export async function watchBell(changed: () => void): Promise<void> {
  const bell = document.querySelector<HTMLElement>("[data-bell]");
  if (!bell?.dataset.bell) return;
  const tell = (count: number) => {
    show(bell, count);
    for (const part of document.querySelectorAll<HTMLElement>("[data-renew-with-bell][id]")) {
      if (part.contains(document.activeElement)) continue; // Nobody's focus is taken away.
      void renew(part).then((renewed) => renewed && changed());
    }
  };
  const { io } = await import("./io");
  const socket = io({ auth: { token: bell.dataset.bell }, transports: ["websocket"] });
  let before = false;
  socket.on("connect", async () => {
    if (before) tell(await ask()); // What was missed in the break is asked for.
    before = true;
  });
  socket.on("news", (news: { kind: string; unread?: number[] }) => {
    if (news.kind === "bell") tell(news.unread?.length ?? 0);
  });
}

async function ask(): Promise<number> {
  const answer = await fetch("/desk/notifications", { headers: { Accept: "application/json" } });
  return ((await answer.json()) as { unread: number[] }).unread.length;
}
