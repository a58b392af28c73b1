/** `data-toggle-nav`: folds and unfolds the sidebar on small screens, and shows which of many tabs is the present one. */

export function foldNavigation(): void {
  const button = document.querySelector<HTMLButtonElement>("[data-toggle-nav]");
  const nav = button?.closest(".nav");
  button?.addEventListener("click", () => {
    const open = nav?.classList.toggle("open") ?? false;
    button.setAttribute("aria-expanded", String(open));
  });
  document.querySelector(".subnav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
}
