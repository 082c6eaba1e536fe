import type { TableBatch, TableColumn } from "./table.ts";

const NEEDS_QUOTES = /[",\r\n]/;

/** RFC 4180 text with a line of names; what is undefined is empty. Rows of one batch lie in memory at a time. */
export async function* writeCsv(
  columns: readonly TableColumn[],
  batches: AsyncIterable<TableBatch>,
): AsyncGenerator<Buffer> {
  yield Buffer.from(`${columns.map(({ name }) => name).join(",")}\n`);
  for await (const { nRows, columns: values } of batches) {
    const lines: string[] = [];
    for (let row = 0; row < nRows; row++) {
      let line = "";
      for (let k = 0; k < values.length; k++) line += (k === 0 ? "" : ",") + cell(values[k][row]);
      lines.push(line);
    }
    if (nRows > 0) yield Buffer.from(`${lines.join("\n")}\n`);
  }
}

function cell(value: number | string | boolean | null): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  return NEEDS_QUOTES.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
