import { Readable, type Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { type Place, SaddlepointError } from "../../errors.ts";

/** A line of text and its number, from 1. */
export interface Line {
  readonly text: string;
  readonly line: number;
}

/** Longer than any event needs: a snippet of 600,000 samples is 3.2 MB of base64. */
const MAX_LINE_BYTES = 8 * 2 ** 20;
const NEWLINE = 0x0a;
const GZIP_MAGIC = [0x1f, 0x8b] as const;

/**
 * The lines of a stream of bytes, UTF-8, plain or gzip (told by its first bytes); blank lines are passed over.
 * Holds one line at a time.
 *
 * @throws SaddlepointError TRUNCATED_GZIP, INVALID_UTF8, LINE_TOO_LONG, with file and line
 */
export async function* textLines(bytes: AsyncIterable<Buffer>, place: Place = {}): AsyncGenerator<Line> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let line = 0;
  const take = (last: Buffer): Line | null => {
    line++;
    const whole = pending.length === 0 ? last : Buffer.concat([...pending, last]);
    pending = [];
    pendingBytes = 0;
    let text: string;
    try {
      text = decoder.decode(whole).trim();
    } catch (error) {
      throw new SaddlepointError(
        "INVALID_UTF8",
        "the line is not UTF-8 text",
        "Save the file as UTF-8.",
        { ...place, line },
        { cause: error },
      );
    }
    return text === "" ? null : { text, line };
  };
  for await (const piece of plainBytes(bytes, place)) {
    let start = 0;
    for (let end = piece.indexOf(NEWLINE); end >= 0; end = piece.indexOf(NEWLINE, start)) {
      const found = take(piece.subarray(start, end));
      if (found !== null) yield found;
      start = end + 1;
    }
    pending.push(piece.subarray(start));
    pendingBytes += piece.length - start;
    if (pendingBytes > MAX_LINE_BYTES) {
      throw new SaddlepointError(
        "LINE_TOO_LONG",
        `the line is longer than ${MAX_LINE_BYTES} bytes`,
        "Write one event a line; split longer traces into snippets.",
        { ...place, line: line + 1 },
      );
    }
  }
  if (pendingBytes > 0) {
    const found = take(Buffer.alloc(0));
    if (found !== null) yield found;
  }
}

async function* plainBytes(bytes: AsyncIterable<Buffer>, place: Place): AsyncGenerator<Buffer> {
  const pieces = bytes[Symbol.asyncIterator]();
  // The first two bytes may come one at a time.
  let head: Buffer = Buffer.alloc(0);
  while (head.length < GZIP_MAGIC.length) {
    const next = await pieces.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  async function* all(): AsyncGenerator<Buffer> {
    yield head;
    for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield next.value;
  }
  if (!GZIP_MAGIC.every((byte, i) => head[i] === byte)) {
    yield* all();
    return;
  }
  try {
    yield* compose(Readable.from(all()), createGunzip());
  } catch (error) {
    if (!(error instanceof Error && "code" in error && String(error.code).startsWith("Z_"))) throw error;
    throw new SaddlepointError(
      "TRUNCATED_GZIP",
      `the compressed data end early or are damaged (${error.message})`,
      "Compress and send them again.",
      place,
      { cause: error },
    );
  }
}

/** The transformed stream; errors of either end both. */
async function* compose(source: Readable, transform: Transform): AsyncGenerator<Buffer> {
  const piped = pipeline(source, transform);
  // Reported by the loop below, or by the await after it.
  piped.catch(() => {});
  for await (const piece of transform) yield piece;
  await piped;
}
