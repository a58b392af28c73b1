/** Plain text in paragraphs, its addresses as links that open elsewhere. */
import { Linked } from "./Linked";
import { paragraphs } from "./plain-text";

export function Text({ text, own = false }: { text: string; own?: boolean }) {
  return (
    <>
      {paragraphs(text).map((paragraph, index) => (
        <p key={index} dir="auto">
          <Linked text={paragraph} own={own} />
        </p>
      ))}
    </>
  );
}
