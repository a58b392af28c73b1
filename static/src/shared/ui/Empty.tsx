/** What a pane shows when there is nothing: a picture, a heading, a sentence, perhaps a way on. */
import type { ComponentChildren } from "preact";
import type { IconName } from "../icons";
import { Icon } from "./Icon";

interface Props {
  icon: IconName;
  heading: string;
  words: string;
  children?: ComponentChildren;
}

export function Empty({ icon, heading, words, children }: Props) {
  return (
    <div class="empty fill">
      <span class="art">
        <Icon name={icon} />
      </span>
      <h2>{heading}</h2>
      <p>{words}</p>
      {children}
    </div>
  );
}
