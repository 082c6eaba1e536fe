import type { BinaryFile } from "../binary-file.ts";
import type { FilePart } from "../photometry/recording.ts";
import { readHeader } from "../trial-csv/saved-mapping.ts";
import { shown } from "../trial-csv/shown.ts";
import type { ExplainedFile } from "./explain-file.ts";

const MOST_BYTES = 1 << 17;
const MOST_SHOWN = 120;

/** The header line with its columns, and the rows. @throws SaddlepointError TRIAL_CSV_… where it is no text */
export async function explainText(bytes: BinaryFile): Promise<Omit<ExplainedFile, "kind">> {
  const { file, size } = bytes;
  const names = await readHeader(file);
  const start = await bytes.read(0, Math.min(size, MOST_BYTES));
  const columns = names
    .slice(0, MOST_SHOWN)
    .map((name, i) => `${i + 1} ${shown(name)}`)
    .join(", ");
  const all = `${names.length} columns: ${columns}${names.length > MOST_SHOWN ? ", …" : ""}`;
  const facts = { columns: names.length };
  if (start[0] === 0x1f && start[1] === 0x8b) {
    return {
      parts: [{ offset: 0, length: size, what: `gzip of a table with ${all}` }],
      facts: { ...facts, gzip: true },
    };
  }
  const parts: FilePart[] = [];
  const hasMark = start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf;
  const from = hasMark ? 3 : 0;
  if (hasMark) parts.push({ offset: 0, length: 3, what: "byte-order mark of UTF-8" });
  // Lines of nothing but spaces may stand before the header.
  const text = start.toString("latin1", from);
  const header = /^(?:[ \t]*(?:\r\n|\n|\r))*[^\r\n]*(?:\r\n|\n|\r)?/.exec(text)?.[0] ?? text;
  parts.push({ offset: from, length: header.length, what: `header line, ${all}` });
  const rowsAt = from + header.length;
  if (rowsAt < size) parts.push({ offset: rowsAt, length: size - rowsAt, what: "rows, a line each" });
  return { parts, facts };
}
