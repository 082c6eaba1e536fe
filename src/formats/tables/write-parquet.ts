import type { SchemaElement } from "hyparquet";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import { type Provenance, type TableBatch, type TableColumn, withUnits } from "./table.ts";

const TYPES = {
  int32: { type: "INT32" },
  double: { type: "DOUBLE" },
  boolean: { type: "BOOLEAN" },
  string: { type: "BYTE_ARRAY", converted_type: "UTF8" },
} as const satisfies Record<TableColumn["type"], Partial<SchemaElement>>;

/**
 * Parquet, a row group a batch. Units and provenance stand as JSON in the file's metadata, under the key
 * `saddlepoint`. Rows of one batch lie in memory at a time.
 */
export async function* writeParquet(
  columns: readonly TableColumn[],
  batches: AsyncIterable<TableBatch>,
  provenance: Provenance,
): AsyncGenerator<Buffer> {
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({
    writer: bytes,
    schema: schemaOf(columns),
    kvMetadata: [{ key: "saddlepoint", value: JSON.stringify(withUnits(provenance, columns)) }],
    createdBy: "saddlepoint",
  });
  // Offsets in the file go on from what was taken out of the buffer.
  const taken = () => {
    const piece = Buffer.from(bytes.getBytes());
    bytes.index = 0;
    return piece;
  };
  for await (const { nRows, columns: values } of batches) {
    if (nRows === 0) continue;
    await writer.write({
      columnData: columns.map(({ name }, k) => ({ name, data: values[k] })),
      rowGroupSize: nRows,
    });
    yield taken();
  }
  await writer.finish();
  yield taken();
}

function schemaOf(columns: readonly TableColumn[]): SchemaElement[] {
  return [
    { name: "root", num_children: columns.length },
    ...columns.map(({ name, type, isNullable }) => ({
      name,
      ...TYPES[type],
      repetition_type: isNullable ? ("OPTIONAL" as const) : ("REQUIRED" as const),
    })),
  ];
}
