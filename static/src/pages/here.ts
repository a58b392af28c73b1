/** Says once a minute that a page is open, as the workspace's socket does: only who is here gets tickets by themselves. */

const EVERY_MILLISECONDS = 50_000;

export function sayHere(): void {
  const token = document.querySelector<HTMLInputElement>(".avail input[name='csrf_token']")?.value;
  if (!token) return;
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  const say = () => {
    void fetch("/desk/presence", { method: "POST", headers, body: "{}" }).catch(() => undefined);
  };
  say();
  setInterval(say, EVERY_MILLISECONDS);
}
