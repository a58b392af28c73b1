/** Draws a component again only when one of its properties is another; signals that it reads itself still reach it. */
import { Component, type ComponentType, h } from "preact";

export function memo<Props extends object>(Inner: ComponentType<Props>): ComponentType<Props> {
  return class extends Component<Props> {
    override shouldComponentUpdate(next: Readonly<Props>): boolean {
      return differs(this.props, next);
    }
    override render() {
      return h(Inner, this.props);
    }
  };
}

/** Whether two sets of properties differ in a name or in a value, compared as they are and not by what they hold. */
export function differs(before: object, after: object): boolean {
  const old = Object.entries(before);
  const fresh = new Map(Object.entries(after));
  return old.length !== fresh.size || old.some(([name, value]) => fresh.get(name) !== value);
}
