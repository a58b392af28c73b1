/** What a message carries: pictures show themselves and open large; all else is a card that downloads. */
import { useSignal } from "@preact/signals";
import { t } from "../../shared/i18n";
import type { IconName } from "../../shared/icons";
import { Icon } from "../../shared/ui/Icon";
import { isPlain } from "../app/plain-click";
import { fileSize } from "../app/words";
import { canBeLookedAt, showPicture } from "../pictures/showing";
import type { Attachment } from "../types";

type Shown = Pick<Attachment, "name" | "media_type" | "size">;

export function Files({ files }: { files: readonly Attachment[] }) {
  if (files.length === 0) return null;
  const pictures = files.filter(canBeLookedAt);
  const others = files.filter((file) => !canBeLookedAt(file));
  return (
    <>
      {pictures.length > 0 && (
        <div class="thumbs">
          {pictures.map((file) => (
            <Thumbnail key={file.id} file={file} />
          ))}
        </div>
      )}
      {others.length > 0 && (
        <div class="files">
          {others.map((file) => (
            <FileCard key={file.id} file={file} />
          ))}
        </div>
      )}
    </>
  );
}

/** A picture or a PDF whose bytes are not what its name promised is a card like any other file. */
function Thumbnail({ file }: { file: Attachment }) {
  const broken = useSignal(false);
  if (broken.value) return <FileCard file={file} />;
  return (
    <a
      class={file.pages ? "thumb sheet" : "thumb"}
      href={file.url}
      title={`${file.name} · ${fileSize(file.size)}`}
      aria-label={t("Look at {name}", { name: file.name })}
      onClick={(event) => {
        if (isPlain(event) && showPicture(file.id)) event.preventDefault();
      }}
    >
      <img
        src={file.pages ? `${file.pages}/1` : file.url}
        alt=""
        loading="lazy"
        decoding="async"
        onError={() => {
          broken.value = true;
        }}
      />
      {file.pages && (
        <span class="cut">
          <FileIcon file={file} />
          {file.name}
        </span>
      )}
    </a>
  );
}

/** A mail that was attached whole is opened to be read; its page offers the file. */
function FileCard({ file }: { file: Attachment }) {
  const mail = file.media_type === "message/rfc822";
  return (
    <a
      class="file"
      href={mail ? `${file.url}/mail` : file.url}
      download={mail ? undefined : file.name}
      title={file.name}
    >
      <FileIcon file={file} />
      <span class="name">
        <b>{file.name}</b>
        <small>{fileWords(file)}</small>
      </span>
    </a>
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
