/**
 * `<tr data-drag="/…/position">`: rows of a table change places by dragging; where one is dropped is posted as `to`.
 * The buttons in the row do the same without a mouse.
 */

function rowOf(target: EventTarget | null): HTMLTableRowElement | null {
  return target instanceof Element ? target.closest<HTMLTableRowElement>("tr[data-drag]") : null;
}

async function post(row: HTMLTableRowElement, to: number): Promise<void> {
  const token = document.querySelector<HTMLMetaElement>("meta[name=csrf-token]")?.content ?? "";
  const body = new URLSearchParams({ to: String(to), csrf_token: token });
  await fetch(row.dataset.drag ?? "", { method: "POST", body, headers: { Accept: "text/html" } });
}

export function dragRows(): void {
  let dragged: HTMLTableRowElement | null = null;
  let from = 0;
  for (const row of document.querySelectorAll<HTMLTableRowElement>("tr[data-drag]")) row.draggable = true;
  document.addEventListener("dragstart", (event) => {
    dragged = rowOf(event.target);
    if (!dragged) return;
    from = dragged.sectionRowIndex;
    dragged.classList.add("dragged");
    if (event.dataTransfer) event.dataTransfer.effectAllowed = "move";
  });
  document.addEventListener("dragover", (event) => {
    const over = rowOf(event.target);
    if (!dragged || !over || over.parentElement !== dragged.parentElement) return;
    event.preventDefault();
    if (over === dragged) return;
    const below = over.sectionRowIndex > dragged.sectionRowIndex;
    if (below) over.after(dragged);
    else over.before(dragged);
  });
  document.addEventListener("dragend", () => {
    const row = dragged;
    dragged = null;
    row?.classList.remove("dragged");
    // The page is asked for anew: the buttons know their places, and a refusal shows the old order.
    if (row && row.sectionRowIndex !== from)
      void post(row, row.sectionRowIndex).finally(() => location.reload());
  });
}
