/** Plain text in paragraphs, its addresses as links that open elsewhere. */
import { paragraphs, parts } from "./plain-text";

export function Text({ text }: { text: string }) {
  return (
    <>
      {paragraphs(text).map((paragraph, index) => (
        <p key={index} dir="auto">
          {parts(paragraph).map((part, at) =>
            part.href ? (
              <a key={at} href={part.href} target="_blank" rel="noopener noreferrer">
                {part.text}
              </a>
            ) : (
              part.text
            ),
          )}
        </p>
      ))}
    </>
  );
}
