/** What a merge would do, in a sentence the server's numbers make, or why it is refused. */
import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { t } from "../../shared/i18n";
import { get } from "../net/http";
import { wordsOf } from "./verbs";

interface Foreseen {
  messages: number;
  joining: string[];
  same_person: boolean;
}

export interface Preview {
  words: string;
  refusal: string;
}

export function usePreview(keep: number, others: readonly number[]): Signal<Preview> {
  const seen = useSignal<Preview>({ words: "", refusal: "" });
  const list = others.join(",");
  useEffect(() => {
    let current = true;
    const show = (preview: Preview) => {
      if (current) seen.value = preview;
    };
    show({ words: "", refusal: "" });
    if (list)
      get<Foreseen>(`/desk/tickets/${keep}/merge?numbers=${list}`).then(
        (foreseen) => show({ words: inWords(foreseen, keep), refusal: "" }),
        (error: unknown) => show({ words: "", refusal: wordsOf(error) }),
      );
    return () => {
      current = false;
    };
  }, [keep, list]);
  return seen;
}

export function inWords({ messages, joining, same_person }: Foreseen, keep: number): string {
  const moves =
    messages === 1
      ? t("One message moves to ticket {keep}.", { keep })
      : t("{n} messages move to ticket {keep}.", { n: messages, keep });
  const people =
    joining.length > 0 ? t("{people} will get its replies too.", { people: joining.join(", ") }) : "";
  const person = same_person ? "" : t("These tickets are from different people.");
  return [moves, person, people, t("The other numbers lead there, and you can undo it.")]
    .filter(Boolean)
    .join(" ");
}
