import type { BinaryFile } from "../binary-file.ts";
import { parquetFooter } from "../parquet/read-columns.ts";
import type { FilePart } from "../photometry/recording.ts";
import type { ExplainedFile } from "./explain-file.ts";

/** @throws SaddlepointError PARQUET_INVALID */
export async function explainParquet(bytes: BinaryFile): Promise<Omit<ExplainedFile, "kind">> {
  const { size } = bytes;
  const metadata = await parquetFooter(bytes);
  const known: FilePart[] = [{ offset: 0, length: 4, what: "mark of a Parquet file, PAR1" }];
  const add = (offset: bigint | undefined, length: bigint | number | undefined, what: string): void => {
    if (offset === undefined || length === undefined || Number(length) <= 0) return;
    known.push({ offset: Number(offset), length: Number(length), what });
  };
  for (const [g, group] of metadata.row_groups.entries()) {
    for (const chunk of group.columns) {
      const data = chunk.meta_data;
      const name = data?.path_in_schema.join(".") ?? "?";
      const where = `row group ${g + 1}, column ${name}`;
      if (data !== undefined) {
        const begin = data.dictionary_page_offset ?? data.data_page_offset;
        const from = begin < data.data_page_offset && begin > 0n ? begin : data.data_page_offset;
        const what = `${where}: ${data.num_values} values of ${data.type}, ${data.codec}, ${data.encodings.join(" and ")}`;
        add(from, data.total_compressed_size, what);
        add(data.bloom_filter_offset, data.bloom_filter_length, `${where}: Bloom filter`);
      }
      add(chunk.column_index_offset, chunk.column_index_length, `${where}: index of its pages' values`);
      add(chunk.offset_index_offset, chunk.offset_index_length, `${where}: index of its pages' places`);
    }
  }
  const footerAt = size - 8 - metadata.metadata_length;
  const [root, ...columns] = metadata.schema;
  const schema = columns
    .map(
      ({ name, type, repetition_type }) =>
        `${name} ${type ?? "group"}${repetition_type === "REQUIRED" ? "" : "?"}`,
    )
    .join(", ");
  add(
    BigInt(footerAt),
    metadata.metadata_length,
    `footer (Thrift, compact): version ${metadata.version}, schema ${root?.name ?? ""} (${schema}), ${metadata.num_rows} rows, places of ${metadata.row_groups.length} row groups, ${metadata.key_value_metadata?.length ?? 0} remarks (${(metadata.key_value_metadata ?? []).map(({ key }) => key).join(", ") || "none"}), written by ${metadata.created_by ?? "who does not say"}`,
  );
  add(BigInt(size - 8), 4, `length of the footer, ${metadata.metadata_length}, 32 bits, little-endian`);
  add(BigInt(size - 4), 4, "mark of a Parquet file, PAR1");
  return {
    parts: withRests(known, size),
    facts: {
      rows: Number(metadata.num_rows),
      columns: columns.length,
      rowGroups: metadata.row_groups.length,
      writtenBy: metadata.created_by ?? null,
    },
  };
}

/** The parts in order; what none of them covers is a part of its own. */
function withRests(known: readonly FilePart[], size: number): readonly FilePart[] {
  const parts: FilePart[] = [];
  let at = 0;
  for (const part of [...known].sort((a, b) => a.offset - b.offset)) {
    if (part.offset > at) parts.push({ offset: at, length: part.offset - at, what: NOT_POINTED_TO });
    // Where two overlap the file is odd; each byte is still explained once.
    const offset = Math.max(at, part.offset);
    const length = Math.min(size, part.offset + part.length) - offset;
    if (length <= 0) continue;
    parts.push({ ...part, offset, length });
    at = offset + length;
  }
  if (at < size) parts.push({ offset: at, length: size - at, what: NOT_POINTED_TO });
  return parts;
}

const NOT_POINTED_TO = "nothing that the footer points to: padding, or what a writer keeps for itself";
