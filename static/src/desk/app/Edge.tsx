/** The edge of a pane: drag it, or focus it and press the arrow keys; a double click or Enter makes it as it was. */
import { t } from "../../shared/i18n";
import { keepWidths, type Pane, reset, resize, widthOf } from "./widths";

const STEP = 16;

/** How wide the pane is on this screen, chosen or not. */
function present(pane: Pane): number {
  const element = document.querySelector(pane.name === "list" ? ".list" : ".contact-pane");
  return element?.getBoundingClientRect().width ?? widthOf(pane);
}

export function Edge({ pane }: { pane: Pane }) {
  const grows = pane.name === "list" ? 1 : -1;
  const drag = (event: PointerEvent) => {
    if (event.button !== 0) return;
    event.preventDefault();
    const edge = event.currentTarget as HTMLElement;
    const [from, width] = [event.clientX, present(pane)];
    const move = (moved: PointerEvent) => resize(pane, width + grows * (moved.clientX - from));
    const end = () => {
      edge.removeEventListener("pointermove", move);
      keepWidths();
    };
    edge.setPointerCapture(event.pointerId);
    edge.addEventListener("pointermove", move);
    edge.addEventListener("lostpointercapture", end, { once: true });
  };
  const press = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowLeft: -STEP * grows, ArrowRight: STEP * grows };
    const step = steps[event.key];
    if (step !== undefined) resize(pane, present(pane) + step);
    else if (event.key === "Home") resize(pane, pane.least);
    else if (event.key === "End") resize(pane, pane.most);
    else if (event.key === "Enter") reset(pane);
    else return;
    event.preventDefault();
    event.stopPropagation();
    keepWidths();
  };
  return (
    <div
      class={`edge of-${pane.name}`}
      role="separator"
      tabindex={0}
      aria-orientation="vertical"
      aria-label={pane.name === "list" ? t("Width of the list") : t("Width of the contact panel")}
      aria-valuenow={widthOf(pane)}
      aria-valuemin={pane.least}
      aria-valuemax={pane.most}
      onPointerDown={drag}
      onKeyDown={press}
      onDblClick={() => reset(pane)}
    />
  );
}
