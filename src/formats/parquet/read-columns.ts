import {
  type CompressionCodec,
  type FileMetaData,
  type ParquetType,
  parquetMetadataAsync,
  parquetRead,
  type SchemaElement,
} from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { SaddlepointError } from "../../errors.ts";
import { type BinaryFile, openBinary } from "../binary-file.ts";
import type { ColumnSpool, SpoolColumn, SpooledTable } from "../photometry/column-spool.ts";
import { requirePages } from "./page-headers.ts";

/** Columns of numbers; NaN where a cell is null. */
export interface NumberColumns {
  readonly nRows: number;
  readonly names: readonly string[];
  readonly columns: ReadonlyMap<string, Float64Array>;
}

const MAGIC = "PAR1";
/** Rows that are decoded at a time: writers make row groups of a million. */
const PIECE_ROWS = 131_072;
const MAX_ROWS = 200_000_000;
/** Fewer bytes a cell than any encoding of real data comes to: a broken row count must not exhaust memory. */
const LEAST_BYTES_A_ROW = 1 / 4096;

/**
 * Reads the columns of numbers and booleans of a flat Parquet table, one at a time; other columns are passed over.
 * Values are held to the least and largest that the file states for them.
 *
 * @throws SaddlepointError FILE_UNREADABLE, PARQUET_INVALID
 */
export async function readParquetColumns(file: string): Promise<NumberColumns> {
  return await opened(file, readAll);
}

/**
 * The same columns in a spool, one row group of one column in memory at a time.
 *
 * @throws SaddlepointError FILE_UNREADABLE, PARQUET_INVALID
 */
export async function spoolParquetColumns(file: string, spool: ColumnSpool): Promise<SpooledTable> {
  return await opened(file, async (bytes) => {
    const table = await tableOf(bytes);
    const columns = new Map<string, SpoolColumn>();
    for (const leaf of numberLeaves(table)) {
      const column = spool.column();
      columns.set(leaf, column);
      for await (const piece of piecesOf(file, table, leaf)) await column.append(piece);
    }
    return { nRows: table.nRows, names: table.names, columns };
  });
}

/**
 * Reads a small table whole, every cell as text; null and NaN are empty.
 *
 * @throws SaddlepointError FILE_UNREADABLE, PARQUET_INVALID
 */
export async function readParquetText(
  file: string,
): Promise<{ readonly names: readonly string[]; readonly rows: readonly (readonly string[])[] }> {
  return await opened(file, async (bytes) => {
    const table = await tableOf(bytes);
    const { source, metadata, names, nRows } = table;
    const rows = Array.from({ length: nRows }, () => names.map(() => ""));
    // Column by column: of several that fail at once, the decoder leaves rejections that nobody handles.
    for (const [i, name] of names.entries()) {
      let filled = 0;
      for (const group of metadata.row_groups) await requirePagesOf(table, group, name);
      await parquetRead({
        ...{ file: source, metadata, compressors, columns: [name] },
        onChunk: ({ columnData, rowStart }) => {
          for (let k = 0; k < columnData.length && rowStart + k < nRows; k++) {
            if (columnData[k] === undefined) continue;
            rows[rowStart + k][i] = textOf(columnData[k]);
            filled++;
          }
        },
      });
      if (filled !== nRows) throw invalid(file, 0, `column ${name} holds ${filled} of ${nRows} values`);
    }
    return { names, rows };
  });
}

/** The footer of a table that is open. @throws SaddlepointError PARQUET_INVALID */
export async function parquetFooter(bytes: BinaryFile): Promise<FileMetaData> {
  return await guarded(bytes, async () => {
    await requireMagic(bytes);
    return (await tableOf(bytes)).metadata;
  });
}

async function opened<T>(file: string, work: (bytes: BinaryFile) => Promise<T>): Promise<T> {
  const bytes = await openBinary(file);
  try {
    return await guarded(bytes, async () => {
      await requireMagic(bytes);
      return await work(bytes);
    });
  } finally {
    await bytes.close();
  }
}

/** The decoder's own errors, whatever they are, come from what the file holds. */
async function guarded<T>({ file, size }: BinaryFile, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SaddlepointError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw invalid(file, size, why.slice(0, 200), error);
  }
}

async function requireMagic(bytes: BinaryFile): Promise<void> {
  const { file, size } = bytes;
  if (size < 12 || (await bytes.read(0, 4)).toString("latin1") !== MAGIC) {
    throw invalid(file, 0, "it does not begin as one");
  }
  const end = await bytes.read(size - 8, 8);
  if (end.toString("latin1", 4) !== MAGIC) throw invalid(file, size - 4, "its end is missing");
  const footer = end.readUInt32LE(0);
  if (footer + 12 > size) throw invalid(file, size - 8, `its footer is given as ${footer} bytes`);
}

async function tableOf(bytes: BinaryFile) {
  const { file, size } = bytes;
  // A column's bytes are asked for once a piece: those of the last time are kept.
  let last: { readonly from: number; readonly to: number; readonly bytes: ArrayBuffer } | null = null;
  const source = {
    byteLength: size,
    async slice(from: number, to = size): Promise<ArrayBuffer> {
      if (!(from >= 0 && from <= to && to <= size)) throw new Error(`it points to bytes ${from} to ${to}`);
      if (last?.from === from && last.to === to) return last.bytes;
      last = null;
      const piece = new Uint8Array(new ArrayBuffer(to - from));
      piece.set(await bytes.read(from, to - from));
      last = { from, to, bytes: piece.buffer };
      return piece.buffer;
    },
  };
  const metadata = await parquetMetadataAsync(source);
  const nRows = Number(metadata.num_rows);
  const inGroups = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
  if (
    !(nRows >= 0 && nRows <= Math.min(MAX_ROWS, size / LEAST_BYTES_A_ROW)) ||
    inGroups !== nRows ||
    metadata.row_groups.some((group) => group.num_rows < 0n)
  ) {
    throw invalid(file, size - 8, `its footer speaks of ${nRows} rows, and of ${inGroups} in groups`);
  }
  const leaves = metadata.schema.slice(1).filter((leaf) => leaf.num_children === undefined);
  const names = leaves.map((leaf) => leaf.name);
  const isFlat = leaves.length === metadata.schema.length - 1 && leaves.every(isOneACell);
  if (new Set(names).size !== names.length || !isFlat) {
    throw invalid(file, size - 8, "its columns are nested or named twice");
  }
  return { source, metadata, leaves, names, nRows };
}

async function readAll(bytes: BinaryFile): Promise<NumberColumns> {
  const table = await tableOf(bytes);
  const columns = new Map<string, Float64Array>();
  for (const leaf of numberLeaves(table)) {
    const values = new Float64Array(table.nRows);
    let from = 0;
    for await (const piece of piecesOf(bytes.file, table, leaf)) {
      values.set(piece, from);
      from += piece.length;
    }
    columns.set(leaf, values);
  }
  return { nRows: table.nRows, names: table.names, columns };
}

function isOneACell({ repetition_type }: SchemaElement): boolean {
  return repetition_type === "REQUIRED" || repetition_type === "OPTIONAL";
}

type Table = Awaited<ReturnType<typeof tableOf>>;

function numberLeaves({ leaves }: Table): readonly string[] {
  return leaves
    .filter(({ type }) => ["INT32", "INT64", "FLOAT", "DOUBLE", "BOOLEAN"].includes(type ?? ""))
    .map(({ name }) => name);
}

/** @throws Error where the pages of this column are not what the footer promises */
async function requirePagesOf(
  { source, leaves }: Pick<Table, "source" | "leaves">,
  group: RowGroup,
  name: string,
): Promise<void> {
  const data = group.columns.find(({ meta_data }) => meta_data?.path_in_schema.join(".") === name)?.meta_data;
  if (data === undefined) throw new Error(`a row group has no column ${name}`);
  const { data_page_offset: first, dictionary_page_offset: dictionary, type, codec } = data;
  const begin = dictionary !== undefined && dictionary > 0n && dictionary < first ? dictionary : first;
  const from = Number(begin);
  requirePages(await source.slice(from, from + Number(data.total_compressed_size)), {
    ...{ nValues: Number(data.num_values), type, codec },
    isOptional: leaves.find((leaf) => leaf.name === name)?.repetition_type !== "REQUIRED",
  });
}

/** A column, some rows of a row group at a time; NaN where a cell is null. */
async function* piecesOf(file: string, table: Table, name: string): AsyncGenerator<Float64Array> {
  const { source, metadata } = table;
  let first = 0;
  for (const group of metadata.row_groups) {
    const end = first + Number(group.num_rows);
    await requirePagesOf(table, group, name);
    for (let from = first; from < end; from += PIECE_ROWS) {
      const to = Math.min(end, from + PIECE_ROWS);
      const values = new Float64Array(to - from).fill(Number.NaN);
      let filled = 0;
      let isTooLong = false;
      await parquetRead({
        ...{ file: source, metadata, compressors, columns: [name], rowStart: from, rowEnd: to },
        // Whole pages come, which may begin before the piece and end after it. A null is null; what is undefined has
        // no place in the column's dictionary. Thrown from here, an error would end the program.
        onChunk: ({ columnData, rowStart }) => {
          isTooLong ||= rowStart + columnData.length > end;
          const until = Math.min(columnData.length, to - rowStart);
          for (let i = Math.max(0, from - rowStart); i < until; i++) {
            if (columnData[i] === undefined) continue;
            values[rowStart + i - from] = numberOf(columnData[i]);
            filled++;
          }
        },
      });
      if (filled !== to - from || isTooLong) {
        throw invalid(file, 0, `column ${name} does not hold the ${end - first} values that are promised`);
      }
      requireStated(file, name, values, from, group);
      yield values;
    }
    first = end;
  }
}

interface RowGroup {
  readonly num_rows: bigint;
  readonly columns: readonly {
    readonly meta_data?: {
      readonly path_in_schema: readonly string[];
      readonly type: ParquetType;
      readonly codec: CompressionCodec;
      readonly num_values: bigint;
      readonly data_page_offset: bigint;
      readonly dictionary_page_offset?: bigint;
      readonly total_compressed_size: bigint;
      readonly statistics?: {
        readonly min_value?: unknown;
        readonly max_value?: unknown;
        readonly null_count?: bigint | undefined;
      };
    };
  }[];
}

/** Files without checksums still say the least and largest value of each column: what lies outside is damage. */
function requireStated(
  file: string,
  name: string,
  values: Float64Array,
  first: number,
  group: RowGroup,
): void {
  const stated = group.columns.find(({ meta_data }) => meta_data?.path_in_schema.join(".") === name)
    ?.meta_data?.statistics;
  const low = numberOf(stated?.min_value);
  const high = numberOf(stated?.max_value);
  for (const [row, value] of values.entries()) {
    if (value < low || value > high) {
      throw invalid(
        file,
        0,
        `${name} is ${value} in row ${first + row + 1}, and stated to lie from ${low} to ${high}`,
      );
    }
  }
}

function textOf(cell: unknown): string {
  if (cell === null || Number.isNaN(cell)) return "";
  return String(cell);
}

function numberOf(cell: unknown): number {
  if (typeof cell === "number") return cell;
  if (typeof cell === "bigint") return Number(cell);
  return typeof cell === "boolean" ? Number(cell) : Number.NaN;
}

function invalid(file: string, offset: number, why: string, cause?: unknown): SaddlepointError {
  return new SaddlepointError(
    "PARQUET_INVALID",
    `this is no Parquet table that can be read: ${why}`,
    "Copy the file again, or write it again; a table of plain columns is wanted.",
    { file, offset },
    { cause },
  );
}
