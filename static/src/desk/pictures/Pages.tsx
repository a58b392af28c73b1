/** A PDF, page below page: pictures that the server draws, never the document itself. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/Icon";
import { get } from "../net/http";

const MOST = 50;

export function Pages({ name, url }: { name: string; url: string }) {
  const count = useSignal<number | null>(null);
  const broken = useSignal(false);
  const scroll = useRef<HTMLDivElement>(null);
  // So that the keys that scroll do.
  useEffect(() => scroll.current?.focus(), []);
  useEffect(() => {
    get<{ count: number }>(url).then(
      (answer) => {
        count.value = answer.count;
      },
      () => {
        broken.value = true;
      },
    );
  }, [url]);
  const pages = Array.from({ length: Math.min(count.value ?? 0, MOST) }, (_, at) => at + 1);
  return (
    <div class="stage sheets" ref={scroll} tabindex={0} role="region" aria-label={name}>
      {broken.value ? (
        <p class="broken">
          <Icon name="image-off" />
          {t("This document cannot be shown. Download it to look at it.")}
        </p>
      ) : (
        pages.map((page) => (
          <img
            key={page}
            src={`${url}/${page}`}
            alt={t("Page {n}", { n: page })}
            loading={page > 1 ? "lazy" : "eager"}
            decoding="async"
          />
        ))
      )}
      {(count.value ?? 0) > MOST && <p class="broken">{t("Download it to see the other pages.")}</p>}
    </div>
  );
}
