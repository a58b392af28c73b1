/** "/" in the composer: macros by name and by words of their text. */
import { t } from "../../shared/i18n";
import { SOURCES, type Source } from "../composer/sources";
import { applyMacro, does, findMacros, leadTo } from "./finding";

const MOST = 10;

export const macroSource: Source = {
  trigger: "/",
  get label() {
    return t("Macros");
  },
  where: () => true,
  async find(query) {
    const found = await findMacros(query);
    return found.slice(0, MOST).map((macro) => ({
      key: String(macro.id),
      label: macro.name,
      hint: does(macro) || macro.text,
    }));
  },
  async take(choice, insert) {
    const words = await applyMacro(insert.place.number, Number(choice.key));
    if (!words) return;
    if (words.html) insert.html(words.html, words.text);
    else insert.text(words.text); // Nothing, if it only acts: then the sign and the query go.
    leadTo(insert.place.number, words);
  },
};

SOURCES.push(macroSource);
