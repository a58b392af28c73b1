/**
 * How many segments a text message takes (3GPP TS 23.038 and 23.040): 160 characters of the GSM alphabet or 70 of
 * UTF-16 in one, 153 or 67 in each of several. One character outside the GSM alphabet makes all of them UTF-16.
 */
import type { Features } from "../types";

const BASIC =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const EXTENDED = "^{}\\[~]|€\f";
const GSM = { alone: 160, joined: 153 };
const WIDE = { alone: 70, joined: 67 };

export interface Segments {
  /** Characters as the network counts them. */
  units: number;
  segments: number;
  /** How many more fit before another segment begins. */
  left: number;
  wide: boolean;
}

export function segmentsOf(text: string): Segments {
  const characters = [...text];
  const wide = characters.some((each) => !BASIC.includes(each) && !EXTENDED.includes(each));
  const units = wide
    ? text.length
    : characters.reduce((sum, each) => sum + (EXTENDED.includes(each) ? 2 : 1), 0);
  const { alone, joined } = wide ? WIDE : GSM;
  if (units <= alone) return { units, segments: units === 0 ? 0 : 1, left: alone - units, wide };
  const segments = Math.ceil(units / joined);
  return { units, segments, left: segments * joined - units, wide };
}

/** More than the channel carries; characters are counted as the server does, not as UTF-16 does. */
export function tooLong(text: string, features: Features): boolean {
  return features.max_length !== null && [...text.trim()].length > features.max_length;
}
