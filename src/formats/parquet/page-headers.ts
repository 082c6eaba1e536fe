import { parquetHeader } from "hyparquet/src/column.js";

/**
 * Walks the pages of one column chunk by their headers, before the decoder does: with a damaged header it may go
 * backwards, and on for ever.
 *
 * @param bytes of the chunk, from its first page on
 * @param nValues values of the chunk, by the footer
 * @throws Error where a page leaves the chunk, or the pages do not hold so many values
 */
export function requirePages(bytes: ArrayBuffer, nValues: number): void {
  const reader = { view: new DataView(bytes), offset: 0 };
  let values = 0;
  while (values < nValues && reader.offset < bytes.byteLength) {
    const at = reader.offset;
    const header = parquetHeader(reader);
    const { compressed_page_size: packed, uncompressed_page_size: unpacked, type } = header;
    if (!(packed >= 0 && reader.offset + packed <= bytes.byteLength && unpacked >= 0)) {
      throw new Error(`the page at byte ${at} of a column is given as ${packed} bytes`);
    }
    reader.offset += packed;
    if (type === "DICTIONARY_PAGE") {
      requireCount(header.dictionary_page_header?.num_values, nValues, at);
      continue;
    }
    const inPage = header.data_page_header?.num_values ?? header.data_page_header_v2?.num_values;
    requireCount(inPage, nValues, at);
    values += inPage ?? 0;
  }
  if (values !== nValues) throw new Error(`the pages of a column hold ${values} of ${nValues} values`);
}

function requireCount(count: number | undefined, most: number, at: number): void {
  if (count !== undefined && Number.isInteger(count) && count >= 0 && count <= most) return;
  throw new Error(`the page at byte ${at} of a column is given as ${count} values`);
}
