import { createReadStream } from "node:fs";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { SaddlepointError } from "../../errors.ts";

const CHUNK_BYTES = 65_536;

/**
 * The bytes of a file, decompressed when its first two bytes are gzip's, whatever its name says.
 *
 * Holds a few chunks at a time. A pipe works as well as a file. Closes the file when the reader stops early.
 *
 * @throws SaddlepointError TRIAL_CSV_NOT_FOUND, TRIAL_CSV_UNREADABLE, TRIAL_CSV_GZIP_TRUNCATED,
 *   TRIAL_CSV_GZIP_CORRUPT; the last two possibly after chunks were given out.
 */
export async function* fileBytes(file: string): AsyncGenerator<Buffer> {
  const source = createReadStream(file, { highWaterMark: CHUNK_BYTES });
  try {
    const chunks: AsyncIterator<Buffer> = source[Symbol.asyncIterator]();
    const start = await firstBytes(chunks);
    const whole = rejoined(start, chunks);
    yield* isGzip(start) ? gunzipped(whole) : whole;
  } catch (error) {
    throw readFailure(error, file);
  } finally {
    source.destroy();
  }
}

function isGzip(start: Buffer): boolean {
  return start[0] === 0x1f && start[1] === 0x8b;
}

async function firstBytes(chunks: AsyncIterator<Buffer>): Promise<Buffer> {
  let start = Buffer.alloc(0);
  while (start.length < 2) {
    const next = await chunks.next();
    if (next.done) break;
    start = Buffer.concat([start, next.value]);
  }
  return start;
}

async function* rejoined(start: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (start.length > 0) yield start;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

async function* gunzipped(compressed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  // Failures of either stream destroy gunzip, and so reach whoever reads it.
  pipeline(Readable.from(compressed, { objectMode: false }), gunzip, () => {});
  yield* gunzip;
}

function readFailure(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  const failure = (code: string, message: string, remedy: string) =>
    new SaddlepointError(code, message, remedy, { file }, { cause: error });
  switch (error.code) {
    case "ENOENT":
      return failure("TRIAL_CSV_NOT_FOUND", "there is no such file", "Check the path.");
    case "EISDIR":
      return failure(
        "TRIAL_CSV_UNREADABLE",
        "this is a folder",
        "Name the files in it, e.g. FOLDER/*.csv.gz.",
      );
    case "Z_BUF_ERROR":
      return failure(
        "TRIAL_CSV_GZIP_TRUNCATED",
        "the gzip data end too early",
        "The copy is incomplete: copy or compress the file again.",
      );
    case "Z_DATA_ERROR":
      return failure(
        "TRIAL_CSV_GZIP_CORRUPT",
        `the gzip data are damaged (${error.message})`,
        "Check it with `gzip -t`, then copy or compress the file again.",
      );
    case "EACCES":
    case "EPERM":
      return failure(
        "TRIAL_CSV_UNREADABLE",
        "no permission to read the file",
        "Grant read permission on it.",
      );
    case "EIO":
      return failure(
        "TRIAL_CSV_UNREADABLE",
        `the disk failed (${error.message})`,
        "Read it from another copy.",
      );
    default:
      return error;
  }
}
