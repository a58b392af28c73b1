/** Where the builder appears once its code has come. */
import { asked, Builder } from "./opening";

export function BuilderHost() {
  const Shown = Builder.value;
  return asked.value && Shown ? <Shown /> : null;
}
