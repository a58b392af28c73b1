/** One picture before everything else: arrows lead to the conversation's others, Escape leads back. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../shared/i18n";
import { fullTime } from "../../shared/times";
import { Icon } from "../../shared/ui/Icon";
import { fileWords } from "../conversation/Files";
import * as state from "../store/state";
import type { Attachment } from "../types";
import { Pages } from "./Pages";
import { type Picture, pictures, shownPicture } from "./showing";

export default function Lightbox() {
  const dialog = useRef<HTMLDialogElement>(null);
  const all = pictures.value;
  const at = all.findIndex(({ file }) => file.id === shownPicture.value);
  const shown = all[at];
  const gone = shown === undefined;
  useEffect(() => {
    const element = dialog.current;
    const beside = (event: MouseEvent) => {
      if (event.target instanceof Element && event.target.matches(".stage")) element?.close();
    };
    element?.showModal();
    element?.addEventListener("click", beside);
  }, []);
  useEffect(() => {
    if (gone) dialog.current?.close(); // Redacted by somebody, or another ticket was opened.
  }, [gone]);
  const go = (to: number) => {
    const next = all[Math.min(Math.max(to, 0), all.length - 1)];
    if (next) shownPicture.value = next.file.id;
  };
  const onKey = (event: KeyboardEvent) => {
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    dialog.current?.focus(); // What has the focus may go with its picture, and keys go on.
    go(to);
  };
  return (
    <dialog
      class="lightbox"
      tabindex={-1}
      ref={dialog}
      aria-label={t("Picture")}
      onClose={() => {
        shownPicture.value = null;
      }}
      onKeyDown={onKey}
    >
      {shown && (
        <>
          <Bar picture={shown} at={at} count={all.length} close={() => dialog.current?.close()} />
          {shown.file.pages ? (
            <Pages key={shown.file.id} name={shown.file.name} url={shown.file.pages} />
          ) : (
            <Stage key={shown.file.id} file={shown.file} />
          )}
          {all.length > 1 && <Paging at={at} count={all.length} go={go} />}
        </>
      )}
    </dialog>
  );
}

interface BarProps {
  picture: Picture;
  at: number;
  count: number;
  close: () => void;
}

function Bar({ picture: { file, message }, at, count, close }: BarProps) {
  return (
    <header>
      <p role="status">
        <b>{file.name}</b>
        <small>
          {[
            count > 1 ? t("{n} of {count}", { n: at + 1, count }) : "",
            fileWords(file),
            message.author.name,
            fullTime(message.created_at, state.zone.value),
          ]
            .filter(Boolean)
            .join(" · ")}
        </small>
      </p>
      <a
        class="btn ghost icon"
        href={file.url}
        download={file.name}
        aria-label={t("Download")}
        title={t("Download")}
      >
        <Icon name="download" />
      </a>
      <button type="button" class="btn ghost icon" aria-label={t("Close")} title={t("Close")} onClick={close}>
        <Icon name="x" />
      </button>
    </header>
  );
}

/** The picture as large as there is room; beside it is nothing but a way back. */
function Stage({ file }: { file: Attachment }) {
  const broken = useSignal(false);
  return (
    <div class="stage">
      {broken.value ? (
        <p class="broken">
          <Icon name="image-off" />
          {t("This picture cannot be shown. Download it to look at it.")}
        </p>
      ) : (
        <img
          src={file.url}
          alt={file.name}
          onError={() => {
            broken.value = true;
          }}
        />
      )}
    </div>
  );
}

function Paging({ at, count, go }: { at: number; count: number; go: (to: number) => void }) {
  return (
    <>
      <button
        type="button"
        class="btn icon prev"
        aria-label={t("Previous picture")}
        aria-disabled={at === 0}
        onClick={() => go(at - 1)}
      >
        <Icon name="chevron-left" />
      </button>
      <button
        type="button"
        class="btn icon next"
        aria-label={t("Next picture")}
        aria-disabled={at === count - 1}
        onClick={() => go(at + 1)}
      >
        <Icon name="chevron-right" />
      </button>
    </>
  );
}
