/** One macro in the picker: its name, what it does, and how its text begins. The search field keeps the focus. */
import { Icon } from "../../shared/ui/Icon";
import { does, type Macro } from "./finding";

interface Props {
  id: string;
  macro: Macro;
  chosen: boolean;
  point: () => void;
  use: () => void;
}

export function MacroOption({ id, macro, chosen, point, use }: Props) {
  return (
    <button
      type="button"
      class="macro"
      id={id}
      role="option"
      tabindex={-1}
      aria-selected={chosen}
      onPointerMove={point}
      onClick={use}
    >
      <b>{macro.name}</b>
      {macro.does.length > 0 && (
        <span class="does">
          <Icon name="zap" size="xs" />
          {does(macro)}
        </span>
      )}
      {macro.text && <small>{macro.text}</small>}
    </button>
  );
}
