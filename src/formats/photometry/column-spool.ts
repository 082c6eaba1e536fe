import { type FileHandle, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Columns of numbers in a temporary file: formats that cannot be read at any place, such as text, are read once from
 * the beginning to the end, and then by the window, so that memory does not grow with their length.
 */
export interface ColumnSpool {
  /** A new, empty column. */
  column(): SpoolColumn;
  /** Frees the file; nothing can be read after it. */
  close(): Promise<void>;
}

export interface SpoolColumn {
  readonly length: number;
  append(values: Float64Array): Promise<void>;
  /** Values from … from + n − 1, all inside the column. */
  read(from: number, n: number): Promise<Float64Array>;
}

/** A table of numbers whose columns lie in a spool; columns of text are named, and have no numbers. */
export interface SpooledTable {
  readonly nRows: number;
  readonly names: readonly string[];
  readonly columns: ReadonlyMap<string, SpoolColumn>;
}

/** Values that are read at a time by who goes through a column. */
export const SPOOL_BLOCK = 8_192;

export async function columnSpool(): Promise<ColumnSpool> {
  const folder = await mkdtemp(join(tmpdir(), "saddlepoint-spool-"));
  const handle = await open(join(folder, "columns"), "w+");
  // The open file outlives its name: nothing stays behind, however the program ends.
  await rm(folder, { recursive: true, force: true });
  let end = 0;
  return {
    column: () =>
      spoolColumn(handle, (bytes) => {
        const at = end;
        end += bytes;
        return at;
      }),
    close: () => handle.close(),
  };
}

function spoolColumn(handle: FileHandle, place: (bytes: number) => number): SpoolColumn {
  const places: number[] = [];
  const tail = new Float64Array(SPOOL_BLOCK);
  let inTail = 0;
  return {
    get length() {
      return places.length * SPOOL_BLOCK + inTail;
    },
    async append(values) {
      for (let from = 0; from < values.length; ) {
        const n = Math.min(values.length - from, SPOOL_BLOCK - inTail);
        tail.set(values.subarray(from, from + n), inTail);
        from += n;
        inTail += n;
        if (inTail < SPOOL_BLOCK) continue;
        const at = place(tail.byteLength);
        await whole(tail, (bytes, done) => handle.write(bytes, done, bytes.length - done, at + done));
        places.push(at);
        inTail = 0;
      }
    },
    async read(from, n) {
      const values = new Float64Array(n);
      for (let done = 0; done < n; ) {
        const block = Math.floor((from + done) / SPOOL_BLOCK);
        const inBlock = from + done - block * SPOOL_BLOCK;
        const here = Math.min(n - done, SPOOL_BLOCK - inBlock);
        const piece = values.subarray(done, done + here);
        if (block < places.length) {
          const at = places[block] + 8 * inBlock;
          await whole(piece, (bytes, got) => handle.read(bytes, got, bytes.length - got, at + got));
        } else piece.set(tail.subarray(inBlock, inBlock + here));
        done += here;
      }
      return values;
    },
  };
}

/** Moves all bytes of these values, however few go at a time. */
async function whole(
  values: Float64Array,
  move: (
    bytes: Uint8Array,
    done: number,
  ) => Promise<{ readonly bytesRead?: number; readonly bytesWritten?: number }>,
): Promise<void> {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  for (let done = 0; done < bytes.length; ) {
    const { bytesRead, bytesWritten } = await move(bytes, done);
    const moved = bytesRead ?? bytesWritten ?? 0;
    if (moved === 0) throw new Error("the temporary file of a recording gave no bytes");
    done += moved;
  }
}
