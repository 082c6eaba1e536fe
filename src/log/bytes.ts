/*
 * Small moves of bytes: below some dozens of them a loop is quicker than to ask the engine for it. It is quickest where
 * all that it is given are buffers, and none another kind of array.
 */

/** What printable ASCII there is that stands for itself inside a JSON string: all but the quote and the backslash. */
export const PLAIN: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x20 && byte <= 0x7e && byte !== 0x22 && byte !== 0x5c ? 1 : 0,
);

const ZERO = 0x30;

/** Whether `word` stands at `at`. */
export function standsAt(bytes: Uint8Array, at: number, word: Uint8Array): boolean {
  return at + word.length <= bytes.length && areSame(bytes, at, word, 0, word.length);
}

/** Whether so many bytes at `at` of `one` are those at `otherAt` of `other`. */
export function areSame(
  one: Uint8Array,
  at: number,
  other: Uint8Array,
  otherAt: number,
  length: number,
): boolean {
  for (let i = 0; i < length; i++) if (one[at + i] !== other[otherAt + i]) return false;
  return true;
}

/** Writes `from` … `to` of `bytes` at `at`. @returns the place behind it */
export function copyRange(bytes: Uint8Array, from: number, to: number, out: Uint8Array, at: number): number {
  const shift = at - from;
  for (let i = from; i < to; i++) out[i + shift] = bytes[i];
  return to + shift;
}

/** Writes `word` at `at`. @returns the place behind it */
export function put(out: Uint8Array, at: number, word: Uint8Array): number {
  if (word.length < 32) return copyRange(word, 0, word.length, out, at);
  out.set(word, at);
  return at + word.length;
}

/** Writes characters below 256 at `at`, a byte each. @returns the place behind it */
export function putLatin1(out: Uint8Array, at: number, text: string): number {
  for (let i = 0; i < text.length; i++) out[at + i] = text.charCodeAt(i);
  return at + text.length;
}

/** Writes an integer of 32 bits in decimal at `at`. @returns the place behind it */
export function putInteger(out: Uint8Array, at: number, value: number): number {
  if (value < 0) return putLatin1(out, at, `${value}`);
  let end = at + 1;
  for (let bound = 10; bound <= value; bound *= 10) end++;
  let rest = value;
  for (let i = end - 1; i >= at; i--) {
    const tens = Math.floor(rest / 10);
    out[i] = ZERO + rest - 10 * tens;
    rest = tens;
  }
  return end;
}

/** The big-endian 32-bit integer at `at`. */
export function int32At(bytes: Uint8Array, at: number): number {
  return (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
}

const USUAL_LENGTH = 1 << 12;

/** The first so many bytes. To make a view takes longer than to fill one, so those of usual lengths are kept. */
export function headsOf(bytes: Uint8Array): (length: number) => Uint8Array {
  const heads: (Uint8Array | undefined)[] = Array.from({ length: USUAL_LENGTH });
  return (length) => {
    if (length >= USUAL_LENGTH) return bytes.subarray(0, length);
    heads[length] ??= bytes.subarray(0, length);
    return heads[length];
  };
}
