/** Words whose addresses are links that open elsewhere. */
import { parts } from "./plain-text";

export function Linked({ text }: { text: string }) {
  return (
    <>
      {parts(text).map((part, at) =>
        part.href ? (
          <a key={at} href={part.href} target="_blank" rel="noopener noreferrer">
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
    </>
  );
}
