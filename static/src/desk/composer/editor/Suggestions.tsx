/** The list of what may be put in; the cursor stays in the text, the chosen line is named to screen readers. */
import { useEffect, useRef } from "preact/hooks";
import { at, choose, hide, LIST_ID, optionId, suggested } from "./suggesting";

const WIDTH = 300;
const GAP = 6;

export function Suggestions() {
  const list = useRef<HTMLDivElement>(null);
  const shown = suggested.value;
  const chosen = at.value;
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  useEffect(() => hide, []);
  if (!shown) return null;
  return (
    <div
      ref={list}
      class="pop suggestions"
      id={LIST_ID}
      role="listbox"
      tabIndex={-1}
      aria-label={shown.source.label}
      style={{
        left: Math.max(8, Math.min(shown.left, innerWidth - WIDTH - 8)),
        bottom: innerHeight - shown.top + GAP,
      }}
    >
      {shown.choices.map((choice, index) => (
        <div
          key={choice.key}
          id={optionId(index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === chosen}
          onMouseDown={(event) => {
            event.preventDefault();
            choose(index);
          }}
        >
          {choice.mark && (
            <span class="mark" aria-hidden="true">
              {choice.mark}
            </span>
          )}
          <span class="grow cut">
            {choice.label}
            {choice.hint && <small class="cut">{choice.hint}</small>}
          </span>
        </div>
      ))}
    </div>
  );
}
