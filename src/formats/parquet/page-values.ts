import type { ParquetType } from "hyparquet";
import type { parquetHeader } from "hyparquet/src/column.js";
import { decompressPage } from "hyparquet/src/datapage.js";
import { compressors } from "hyparquet-compressors";
import { deltaBlocksEnd, requireRuns } from "./encoded-runs.ts";
import type { ColumnChunk } from "./page-headers.ts";

export type PageHeader = ReturnType<typeof parquetHeader>;

/** Bytes of one plain value, of types where all have as many. */
export const PLAIN_BYTES: Partial<Record<ParquetType, number>> = { INT32: 4, INT64: 8, FLOAT: 4, DOUBLE: 8 };

/**
 * Holds the values of one data page of a flat column to the values that its header promises, by the lengths of its
 * runs and blocks alone.
 *
 * @throws Error where they do not fit
 */
export function requirePageValues(
  packed: Uint8Array,
  header: PageHeader,
  chunk: ColumnChunk,
  hasDictionary: boolean,
): void {
  const { view, from, nValues, encoding } = contentOf(packed, header, chunk);
  const left = view.byteLength - from;
  switch (encoding) {
    case "PLAIN": {
      const least = Math.ceil(nValues * (PLAIN_BYTES[chunk.type] ?? 1 / 8));
      if (nValues > 0 && left < least) throw new Error(`a page has ${left} bytes for ${nValues} values`);
      return;
    }
    case "PLAIN_DICTIONARY":
    case "RLE_DICTIONARY": {
      // Without one the decoder would take the places in it for the values.
      if (!hasDictionary || chunk.type === "BOOLEAN") throw new Error("a page's dictionary is missing");
      if (nValues === 0) return;
      const width = left < 1 ? 255 : view.getUint8(from);
      if (width > 32) throw new Error(`a page has numbers of ${width} bits`);
      if (width > 0) requireRuns(view, from + 1, view.byteLength, width, nValues);
      return;
    }
    case "RLE":
      if (chunk.type !== "BOOLEAN") throw new Error(`a page of ${chunk.type} is encoded as runs`);
      // Four bytes of their length go before them.
      if (nValues > 0) requireRuns(view, from + 4, view.byteLength, 1, nValues);
      return;
    case "BYTE_STREAM_SPLIT":
      if (left < nValues) throw new Error(`a page has ${left} bytes for ${nValues} values`);
      return;
    case "DELTA_BINARY_PACKED":
    case "DELTA_LENGTH_BYTE_ARRAY":
      if (nValues > 0) deltaBlocksEnd(view, from, nValues);
      return;
    case "DELTA_BYTE_ARRAY":
      if (nValues > 0) deltaBlocksEnd(view, deltaBlocksEnd(view, from, nValues), nValues);
      return;
    default:
      throw new Error(`a page is encoded as ${encoding ?? "nothing that is known"}`);
  }
}

/** The page's own values: where they begin, behind its levels, and how many of them are not null. */
function contentOf(packed: Uint8Array, header: PageHeader, { codec, isOptional }: ColumnChunk) {
  const { uncompressed_page_size: unpacked, data_page_header: v1, data_page_header_v2: v2 } = header;
  if (header.type === "DATA_PAGE" && v1 !== undefined) {
    const view = viewOf(decompressPage(packed, unpacked, codec, compressors));
    const n = v1.num_values;
    if (!isOptional) return { view, from: 0, nValues: n, encoding: v1.encoding };
    const length = view.getUint32(0, true);
    if (4 + length > view.byteLength) throw new Error(`a page has ${length} bytes of levels`);
    const nValues = requireRuns(view, 4, 4 + length, 1, n);
    return { view, from: 4 + length, nValues, encoding: v1.encoding };
  }
  if (header.type !== "DATA_PAGE_V2" || v2 === undefined) throw new Error(`a page is a ${header.type}`);
  const { definition_levels_byte_length: levels, num_nulls: nulls, num_values: n } = v2;
  if (v2.repetition_levels_byte_length !== 0 || !(levels >= 0 && levels <= packed.length)) {
    throw new Error(`a page has ${levels} bytes of levels`);
  }
  const nValues = isOptional ? requireRuns(viewOf(packed), 0, levels, 1, n) : n;
  if (nulls !== n - nValues) throw new Error(`a page has ${n - nValues} nulls, and states ${nulls}`);
  const rest = packed.subarray(levels);
  const page =
    v2.is_compressed === false ? rest : decompressPage(rest, unpacked - levels, codec, compressors);
  return { view: viewOf(page), from: 0, nValues, encoding: v2.encoding };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
