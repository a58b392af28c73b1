/** The files of a draft: uploading, ready, or refused with the reason. */
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { FileIcon, fileWords } from "../conversation/Files";
import type { DraftFile } from "./drafts";
import { detach } from "./uploads";

export function DraftFiles({ number, files }: { number: number; files: readonly DraftFile[] }) {
  if (files.length === 0) return null;
  return (
    <ul class="files" aria-label={t("Attached files")}>
      {files.map((file) => (
        <li key={file.key} class={file.error ? "file bad" : "file"}>
          <FileIcon file={file} />
          <span class="name">
            <b>{file.name}</b>
            <small>{file.error ?? (file.id === null ? t("Uploading…") : fileWords(file))}</small>
          </span>
          <button
            type="button"
            class="btn ghost icon"
            aria-label={t("Remove {name}", { name: file.name })}
            onClick={() => detach(number, file)}
          >
            <Icon name="x" size="s" />
          </button>
        </li>
      ))}
    </ul>
  );
}
