/** How long a text is, where that matters: segments for what is charged by them, else what is left of the limit. */
import { t, tn } from "../../shared/i18n";
import type { Features } from "../types";
import { segmentsOf } from "./segments";

const NEAR = 0.8;

export function Meter({ text, features }: { text: string; features: Features }) {
  const written = text.trim();
  const { max_length: most } = features;
  const length = [...written].length;
  if (most !== null && length > most) {
    return (
      <span class="meter red num" role="status">
        {t("{n} characters too long", { n: length - most })}
      </span>
    );
  }
  if (features.segments && written) {
    const { segments, left, wide } = segmentsOf(written);
    const why = wide
      ? t("Written with characters outside the basic alphabet of text messages, so fewer fit into one.")
      : t("Text messages are charged by the segment.");
    return (
      <span class="meter num" title={why}>
        {tn("{n} segment", "{n} segments", segments)} · {t("{n} left", { n: left })}
      </span>
    );
  }
  if (most === null || length < most * NEAR) return null;
  return <span class="meter num">{t("{n} left", { n: most - length })}</span>;
}
