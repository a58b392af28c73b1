/** Words whose addresses are links that open elsewhere; in a colleague's words names and tickets are marked too. */
import { go } from "../app/navigation";
import { plainClick } from "../app/plain-click";
import * as state from "../store/state";
import { callsIn } from "./calls";
import { parts } from "./plain-text";

export function Linked({ text, own = false }: { text: string; own?: boolean }) {
  return (
    <>
      {parts(text).map((part, at) =>
        part.href ? (
          <a key={at} href={part.href} target="_blank" rel="noopener noreferrer">
            {part.text}
          </a>
        ) : own ? (
          <Called key={at} text={part.text} />
        ) : (
          part.text
        ),
      )}
    </>
  );
}

function Called({ text }: { text: string }) {
  const names = state.agents.value.map((agent) => agent.name);
  return (
    <>
      {callsIn(text, names).map((part, at) => {
        if (part.ticket === null)
          return part.name ? (
            <span key={at} class="mention">
              {part.text}
            </span>
          ) : (
            part.text
          );
        const number = part.ticket;
        return (
          <a key={at} href={`/desk/tickets/${number}`} onClick={plainClick(() => go({ number }))}>
            {part.text}
          </a>
        );
      })}
    </>
  );
}
