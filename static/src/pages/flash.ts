/** Banners after an action: a click dismisses any, good news leaves by itself after eight seconds. */

export function letFlashesLeave(): void {
  for (const flash of document.querySelectorAll<HTMLElement>("[data-flash]")) {
    flash.querySelector("[data-dismiss]")?.addEventListener("click", () => flash.remove());
    if (flash.dataset.flash === "good") setTimeout(() => flash.remove(), 8000);
  }
}
