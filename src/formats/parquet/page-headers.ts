import { crc32 } from "node:zlib";
import type { CompressionCodec, ParquetType } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";
import { type PageHeader, PLAIN_BYTES, requirePageValues } from "./page-values.ts";

/** What the footer says of one column in one row group. */
export interface ColumnChunk {
  readonly nValues: number;
  readonly type: ParquetType;
  readonly codec: CompressionCodec;
  readonly isOptional: boolean;
}

/**
 * Walks the pages of one column chunk before the decoder does, which trusts what it finds: with a damaged header or
 * run it may go backwards, and on for ever, or read on in the next page. Pages with a checksum are held to it.
 *
 * @param bytes of the chunk, from its first page on
 * @throws Error where a page leaves the chunk, is not what its header says, or the pages do not hold so many values
 */
export function requirePages(bytes: ArrayBuffer, chunk: ColumnChunk): void {
  const { nValues } = chunk;
  const reader = { view: new DataView(bytes), offset: 0 };
  let values = 0;
  let hasDictionary = false;
  while (values < nValues && reader.offset < bytes.byteLength) {
    const at = reader.offset;
    const header = parquetHeader(reader);
    const { compressed_page_size: packed, uncompressed_page_size: unpacked, type, crc } = header;
    if (!(packed >= 0 && reader.offset + packed <= bytes.byteLength && unpacked >= 0)) {
      throw new Error(`the page at byte ${at} of a column is given as ${packed} bytes`);
    }
    const page = new Uint8Array(bytes, reader.offset, packed);
    if (crc !== undefined && crc32(page) !== crc >>> 0) {
      throw new Error(`the page at byte ${at} of a column does not have the checksum that it states`);
    }
    reader.offset += packed;
    if (type === "DICTIONARY_PAGE") {
      requireDictionary(header, chunk, at);
      hasDictionary = true;
      continue;
    }
    const inPage = header.data_page_header?.num_values ?? header.data_page_header_v2?.num_values;
    requireCount(inPage, nValues, at);
    requirePageValues(page, header, chunk, hasDictionary);
    values += inPage ?? 0;
  }
  if (values !== nValues) throw new Error(`the pages of a column hold ${values} of ${nValues} values`);
}

function requireDictionary(header: PageHeader, { nValues, type }: ColumnChunk, at: number): void {
  const count = header.dictionary_page_header?.num_values;
  requireCount(count, nValues, at);
  if ((count ?? 0) * (PLAIN_BYTES[type] ?? 0) > header.uncompressed_page_size) {
    throw new Error(`the page at byte ${at} of a column is too short for ${count} values`);
  }
}

function requireCount(count: number | undefined, most: number, at: number): void {
  if (count !== undefined && Number.isInteger(count) && count >= 0 && count <= most) return;
  throw new Error(`the page at byte ${at} of a column is given as ${count} values`);
}
