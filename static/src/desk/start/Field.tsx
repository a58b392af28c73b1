/** One labelled control of the dialog, and what is wrong with it. */
import type { ComponentChildren } from "preact";

interface Props {
  id: string;
  label: string;
  error?: string | undefined;
  children: ComponentChildren;
}

export function Field({ id, label, error, children }: Props) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children}
      {error && (
        <span class="err" id={`${id}-error`} role="alert">
          {error}
        </span>
      )}
    </div>
  );
}
