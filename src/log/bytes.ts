/* Small moves of bytes: below some dozens of them a loop is quicker than to ask the engine for it. */

/** What printable ASCII there is that stands for itself inside a JSON string: all but the quote and the backslash. */
export const PLAIN: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x20 && byte <= 0x7e && byte !== 0x22 && byte !== 0x5c ? 1 : 0,
);

/** Whether `word` stands at `at`. */
export function standsAt(bytes: Uint8Array, at: number, word: Uint8Array): boolean {
  if (at + word.length > bytes.length) return false;
  for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word[i]) return false;
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
  out.set(word, at);
  return at + word.length;
}
