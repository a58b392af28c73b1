/**
 * Looks at a reply before it leaves for what people regret a second later: a file that was forgotten, somebody else's
 * name, a gap that was not filled. It only asks; whoever means it sends it anyway.
 */
import { t } from "../../shared/i18n";

export interface Looked {
  text: string;
  files: number;
  /** Names and addresses of those who get it. */
  people: readonly string[];
  /** How the contact is called; empty when only an address is known. */
  name: string;
}

/** Words for "there is a file with this" in the languages our desks write in. */
const FILE_WORDS = new RegExp(
  [
    "attach(?:ed|ment|ments|ing)?",
    "enclos(?:ed|ure|ures|ing)",
    "anbei|anhang|anhänge|angehängt\\p{L}*|beigefügt\\p{L}*|beiliegend\\p{L}*|anlage",
    "ci-joint\\p{L}*|joint|jointe|joints|jointes|joins",
    "adjunt\\p{L}*",
    "allegat\\p{L}|allego|alleghiamo",
    "bijlagen?|bijgevoegd\\p{L}*|bijgaand\\p{L}*",
    "anexos?|em anexo|anexad\\p{L}*",
    "bifogad\\p{L}*|bilaga|vedhæft\\p{L}*|vedlagt\\p{L}*",
    "załącz\\p{L}*|w załączeniu",
  ]
    .map((words) => `(?:${words})`)
    .join("|")
    .replace(/^/, "(?<![\\p{L}-])(?:")
    .replace(/$/, ")(?![\\p{L}])"),
  "iu",
);
const GAP = /\{\{[^{}\n]*\}\}|\[\[[^[\]\n]*\]\]/;
const GREETING =
  /^(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|hallo|liebe[rs]?|guten (?:tag|morgen|abend)|sehr geehrte[rs]?|bonjour|bonsoir|salut|ch[eè]re?|hola|buenos días|buenas tardes|estimad[oa]|querid[oa]|ciao|gentile|car[oa]|buongiorno|beste|geachte|goedemorgen|ol[aá]|prezad[oa]|hej|kära?|dzień dobry)[ \t]+((?:\p{L}{1,4}\.[ \t]+)*[^,!.:;\n]{1,60})/iu;
/** Whoever is greeted by these is nobody in particular. */
const NOBODY = new Set(
  "all alle alles zusammen team there everyone everybody folks friends again sir madam sirs damen und herren tous toutes à todos todas tutti iedereen allemaal and the your you world support".split(
    " ",
  ),
);
const TITLES = new Set(
  "mr mrs ms dr prof frau herr herrn m mme mlle monsieur madame señor señora sr sra signor signora mevrouw meneer heer dhr mevr senhor senhora".split(
    " ",
  ),
);

/** What is doubtful, as sentences; empty when nothing is. */
export function doubtsOf(looked: Looked): string[] {
  const text = own(looked.text);
  const doubts: string[] = [];
  const word = looked.files === 0 ? FILE_WORDS.exec(text)?.[0] : undefined;
  if (word) doubts.push(t("You write “{word}”, but there is no file with it.", { word }));
  const greeted = strangerIn(text, looked);
  if (greeted) doubts.push(t("You greet {name}, who does not get this.", { name: greeted }));
  const gap = GAP.exec(text)?.[0];
  if (gap) doubts.push(t("{gap} is not filled in.", { gap }));
  return doubts;
}

/** What the agent wrote themselves: quoted lines say what others said. */
function own(text: string): string {
  return text
    .split("\n")
    .filter((line) => !line.startsWith(">"))
    .join("\n");
}

/** The name in the greeting when it is nobody's who gets this. */
function strangerIn(text: string, { name, people }: Looked): string | null {
  const first = text.trimStart().split("\n", 1)[0] ?? "";
  const greeted = GREETING.exec(first.trim())?.[1]?.trim();
  if (!greeted || !name || name.includes("@") || GAP.test(greeted)) return null;
  const words = wordsIn(greeted).filter((word) => !TITLES.has(word));
  if (words.length === 0 || words.length > 4 || words.some((word) => NOBODY.has(word))) return null;
  if (!/^\p{Lu}/u.test(greeted)) return null;
  const known = [name, ...people].flatMap(wordsIn);
  const meant = words.some((word) => known.some((each) => each === word || alike(each, word)));
  return meant ? null : greeted;
}

/** A short form ("Alex" for Alexandra), or a name inside an address ("doradiaz"). */
function alike(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short.length >= 3 && long.startsWith(short.slice(0, Math.max(3, short.length - 1)));
}

function wordsIn(text: string): string[] {
  const plain = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.split(/[^\p{L}]+/u).filter((word) => word.length > 0);
}
