/** Attachments as chips: small pictures show themselves, all else shows its kind. */
import type { IconName } from "../../shared/icons";
import { Icon } from "../../shared/ui/Icon";
import { fileSize } from "../app/words";
import type { Attachment } from "../types";

type Shown = Pick<Attachment, "name" | "media_type" | "size">;

export function Files({ files }: { files: readonly Attachment[] }) {
  if (files.length === 0) return null;
  return (
    <div class="files">
      {files.map((file) => (
        <a key={file.id} class="file" href={file.url} target="_blank" rel="noopener" title={file.name}>
          {file.preview ? (
            <span class="ic image">
              <img src={file.url} alt="" loading="lazy" width="30" height="30" />
            </span>
          ) : (
            <FileIcon file={file} />
          )}
          <span class="name">
            <b>{file.name}</b>
            <small>{fileWords(file)}</small>
          </span>
        </a>
      ))}
    </div>
  );
}

/** The kind and size of a file, such as "PDF · 184 KB". */
export function fileWords(file: Shown): string {
  const dot = file.name.lastIndexOf(".");
  const kind = dot > 0 && file.name.length - dot <= 6 ? file.name.slice(dot + 1).toUpperCase() : "";
  return [kind, fileSize(file.size)].filter(Boolean).join(" · ");
}

export function FileIcon({ file }: { file: Shown }) {
  const [name, className] = pictureOf(file.media_type);
  return (
    <span class={`ic ${className}`}>
      <Icon name={name} />
    </span>
  );
}

function pictureOf(type: string): [IconName, string] {
  if (type.startsWith("image/")) return ["image", "image"];
  if (type === "application/pdf") return ["file-text", "pdf"];
  if (/spreadsheet|excel|csv/.test(type)) return ["file-spreadsheet", "sheet"];
  if (/zip|compressed|tar/.test(type)) return ["file-archive", ""];
  if (type.startsWith("message/")) return ["mail", ""];
  return [type.startsWith("text/") ? "file-text" : "file", ""];
}
