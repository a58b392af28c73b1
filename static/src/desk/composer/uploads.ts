/** Puts files on the server while one writes; a draft names them by the ids that come back. */
import { t } from "../../shared/i18n";
import { send, upload } from "../net/http";
import { featuresOfNumber } from "../store/features";
import { toast } from "../store/toasts";
import { type DraftFile, draftOf, edit, filesOf, type Kind } from "./drafts";

const MOST_FILES = 20;
const MOST_BYTES = 25 * 1024 * 1024;

interface Uploaded {
  id: number | string;
  name: string;
  media_type: string;
  size: number;
}

/** Adds files to the draft of a ticket and uploads each; too many or too large ones are refused here. */
export function attach(number: number, files: Iterable<File>): void {
  const kind = draftOf(number).mode;
  if (kind === "reply" && !featuresOfNumber(number).attachments) {
    toast(t("No files can be sent here."), { bad: true });
    return;
  }
  for (const file of files) {
    if (filesOf(draftOf(number), kind).length >= MOST_FILES) {
      toast(t("A message carries at most {n} files.", { n: MOST_FILES }), { bad: true });
      return;
    }
    if (file.size > MOST_BYTES) {
      toast(t("{name} is larger than 25 MB.", { name: file.name }), { bad: true });
      continue;
    }
    void add(number, kind, file);
  }
}

async function add(number: number, kind: Kind, file: File): Promise<void> {
  const key = `${Date.now()}-${Math.random().toString(36).slice(2)}`;
  const name = file.name || t("picture.png");
  const entry = { key, id: null, kind, name, size: file.size, media_type: file.type, error: null };
  edit(number, { files: [...draftOf(number).files, entry] });
  try {
    const made = await upload<Uploaded>("/desk/uploads", file);
    update(number, key, { id: made.id, name: made.name, size: made.size, media_type: made.media_type });
  } catch (error) {
    update(number, key, { error: error instanceof Error ? error.message : t("Not uploaded.") });
  }
}

/** Lets a part of a draft carry what is on the server already. */
export function carry(number: number, kind: Kind, { name, size, type }: File, id: number): void {
  const named = { name: name || t("picture.png"), size, media_type: type };
  const file = { ...named, key: String(id), id, kind, error: null };
  edit(number, { files: [...draftOf(number).files, file] });
}

/** Puts a picture that stands in a text on the server; null, and a sentence on screen, when it was refused. */
export async function putPicture(file: File): Promise<number | null> {
  try {
    if (file.size > MOST_BYTES) throw new Error(t("{name} is larger than 25 MB.", { name: file.name }));
    const named = file.name ? file : new File([file], t("picture.png"), { type: file.type });
    return Number((await upload<Uploaded>("/desk/uploads", named)).id);
  } catch (error) {
    toast(error instanceof Error ? error.message : t("Not uploaded."), { bad: true });
    return null;
  }
}

function update(number: number, key: string, change: Partial<DraftFile>): void {
  const files = draftOf(number).files.map((file) => (file.key === key ? { ...file, ...change } : file));
  edit(number, { files });
}

/** Takes a file off the draft and off the server; a file the server keeps is swept up there later. */
export function detach(number: number, file: DraftFile): void {
  edit(number, { files: draftOf(number).files.filter((each) => each.key !== file.key) });
  if (file.id !== null) void send("DELETE", `/desk/uploads/${file.id}`).catch(() => undefined);
}
