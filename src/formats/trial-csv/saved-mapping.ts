import { readFile } from "node:fs/promises";
import { SaddlepointError } from "../../errors.ts";
import type { TrialFieldMap } from "./column-layout.ts";
import { csvRecords } from "./csv-records.ts";
import { fileBytes } from "./file-bytes.ts";
import { textBlocks } from "./text-blocks.ts";

/**
 * A mapping as it is saved: `{"map": {"choice": "answer", …}}`, from field to the file's own column.
 *
 * @throws SaddlepointError MAPPING_INVALID
 */
export async function readMapping(file: string): Promise<TrialFieldMap> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    throw invalid(file, error instanceof Error ? error.message.slice(0, 200) : String(error), error);
  }
  const map = typeof json === "object" && json !== null && "map" in json ? json.map : null;
  if (typeof map !== "object" || map === null || Array.isArray(map))
    throw invalid(file, 'it has no object "map"');
  for (const [field, column] of Object.entries(map)) {
    if (typeof column !== "string" || column === "") throw invalid(file, `the column of ${field} is no name`);
  }
  return map as TrialFieldMap;
}

/** The column names of a table. @throws SaddlepointError TRIAL_CSV_… */
export async function readHeader(file: string): Promise<readonly string[]> {
  for await (const records of csvRecords(textBlocks(fileBytes(file), file), file)) {
    if (records.length > 0) return records[0].cells;
  }
  throw new SaddlepointError(
    "TRIAL_CSV_EMPTY",
    "the file is empty",
    "Give a table with a line of column names.",
    {
      file,
    },
  );
}

function invalid(file: string, why: string, cause?: unknown): SaddlepointError {
  return new SaddlepointError(
    "MAPPING_INVALID",
    `no mapping can be read from it: ${why}`,
    'Write {"map": {"choice": "answer"}}, or let `npx saddlepoint import mapping TABLE --out FILE.json` write it.',
    { file },
    { cause },
  );
}
