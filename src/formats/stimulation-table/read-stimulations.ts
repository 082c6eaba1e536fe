import { SaddlepointError } from "../../errors.ts";
import type { Payloads } from "../../events/new-event.ts";
import { readParquetText } from "../parquet/read-columns.ts";
import { kindOfFile } from "../photometry/open-recording.ts";
import { csvRecords } from "../trial-csv/csv-records.ts";
import { fileBytes } from "../trial-csv/file-bytes.ts";
import { shown } from "../trial-csv/shown.ts";
import { textBlocks } from "../trial-csv/text-blocks.ts";

/** A stimulation as a table states it; its number and its trial may still have to be found. */
export interface StimulationRow {
  readonly line: number;
  readonly subject: string | null;
  readonly session: number | null;
  readonly stimulation: number | null;
  readonly payload: Omit<Payloads["StimulationRecorded"], "stimulation">;
}

const TEXT_FIELDS = ["subject", "site", "hemisphere", "condition", "alignment", "opsin"] as const;
const NUMBER_FIELDS = [
  "session",
  "stimulation",
  "trial",
  "onset_s",
  "duration_s",
  "wavelength_nm",
  "power_mw",
  "pulse_width_ms",
  "pulse_rate_hz",
] as const;
type Field = (typeof TEXT_FIELDS)[number] | (typeof NUMBER_FIELDS)[number];

/** Every field of a stimulation (SCIENCE §7), as columns are called. */
export const STIMULATION_FIELDS: readonly Field[] = [...TEXT_FIELDS, ...NUMBER_FIELDS];

const WORDS: Readonly<Partial<Record<Field, Readonly<Record<string, string>>>>> = {
  hemisphere: {
    l: "left",
    left: "left",
    r: "right",
    right: "right",
    b: "both",
    both: "both",
    bilateral: "both",
  },
  condition: {
    ...{ active: "active", opsin: "active", on: "active", "1": "active", true: "active" },
    ...{ control: "control", sham: "control", off: "control", "0": "control", false: "control" },
  },
  alignment: {
    ...{ stimulus: "stimulus", stim: "stimulus", action: "action", choice: "action", movement: "action" },
    ...{ outcome: "outcome", reward: "outcome", feedback: "outcome" },
  },
};

const BLANK = /^(?:|na|n\/a|nan|null|none)$/i;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

export interface StimulationTableOptions {
  /** Field to the file's own column. */
  readonly map?: Readonly<Record<string, string>>;
  /** Fields that are the same for every stimulation. */
  readonly set?: Readonly<Record<string, string>>;
}

/**
 * Reads a table of stimulations (CSV or Parquet), one row each.
 *
 * @throws SaddlepointError STIMULATION_FIELD, STIMULATION_COLUMN, STIMULATION_VALUE; of the formats
 */
export async function readStimulations(
  file: string,
  options: StimulationTableOptions = {},
): Promise<readonly StimulationRow[]> {
  const { map = {}, set = {} } = options;
  for (const field of [...Object.keys(map), ...Object.keys(set)]) {
    if ((STIMULATION_FIELDS as readonly string[]).includes(field)) continue;
    throw new SaddlepointError(
      "STIMULATION_FIELD",
      `stimulations have no field ${shown(field)}`,
      `Fields are: ${STIMULATION_FIELDS.join(", ")}.`,
      { file, field },
    );
  }
  const { header, rows } = await tableOf(file);
  const indexOf = new Map<Field, number>();
  for (const field of STIMULATION_FIELDS) {
    const index = header.indexOf(map[field] ?? field);
    if (index >= 0) indexOf.set(field, index);
    else if (map[field] !== undefined) throw noColumn(file, map[field], header);
  }
  for (const field of ["site", "hemisphere", "condition"] as const) {
    if (!indexOf.has(field) && set[field] === undefined) throw noColumn(file, field, header);
  }
  return rows.map(({ line, cells }) => {
    const cell = (field: Field): Cell => {
      const index = indexOf.get(field);
      const text = (index === undefined ? (set[field] ?? "") : (cells[index] ?? "")).trim();
      return { file, line, field, text: BLANK.test(text) ? "" : text };
    };
    return rowOf(line, cell);
  });
}

interface Cell {
  readonly file: string;
  readonly line: number;
  readonly field: Field;
  /** Empty where blank. */
  readonly text: string;
}

function rowOf(line: number, cell: (field: Field) => Cell): StimulationRow {
  const payload = {
    trial: numberIn(cell("trial")),
    site: required(cell("site")),
    hemisphere: wordIn(required(cell("hemisphere")), cell("hemisphere")),
    condition: wordIn(required(cell("condition")), cell("condition")),
    alignment: cell("alignment").text === "" ? undefined : wordIn(cell("alignment").text, cell("alignment")),
    onsetS: numberIn(cell("onset_s")),
    durationS: numberIn(cell("duration_s")),
    wavelengthNm: numberIn(cell("wavelength_nm")),
    powerMw: numberIn(cell("power_mw")),
    pulseWidthMs: numberIn(cell("pulse_width_ms")),
    pulseRateHz: numberIn(cell("pulse_rate_hz")),
    opsin: cell("opsin").text || undefined,
  };
  return {
    line,
    subject: cell("subject").text || null,
    session: numberIn(cell("session")) ?? null,
    stimulation: numberIn(cell("stimulation")) ?? null,
    // The log's own validation holds the words and ranges to the contract.
    payload: Object.fromEntries(
      Object.entries(payload).filter(([, value]) => value !== undefined),
    ) as StimulationRow["payload"],
  };
}

function required(cell: Cell): string {
  if (cell.text !== "") return cell.text;
  throw wrong(
    cell,
    "must not be blank",
    `Give it in the table, or for all rows with --set ${cell.field}=VALUE.`,
  );
}

function wordIn(text: string, cell: Cell): string {
  const words = WORDS[cell.field] ?? {};
  const word = words[text.toLowerCase()];
  if (word !== undefined) return word;
  throw wrong(cell, `is none of ${[...new Set(Object.values(words))].join(", ")}`, "Write one of these.");
}

function numberIn(cell: Cell): number | undefined {
  if (cell.text === "") return undefined;
  if (NUMBER.test(cell.text)) return Number(cell.text);
  throw wrong(cell, "is not a number", "Write a number with a decimal point, or leave the cell blank.");
}

async function tableOf(file: string): Promise<{
  readonly header: readonly string[];
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
}> {
  if ((await kindOfFile(file)) === "parquet") {
    const { names, rows } = await readParquetText(file);
    return { header: names, rows: rows.map((cells, i) => ({ line: i + 1, cells })) };
  }
  const records = [];
  for await (const some of csvRecords(textBlocks(fileBytes(file), file), file)) records.push(...some);
  const [header, ...rows] = records;
  return { header: header?.cells ?? [], rows };
}

function noColumn(file: string, column: string, header: readonly string[]): SaddlepointError {
  return new SaddlepointError(
    "STIMULATION_COLUMN",
    `there is no column ${shown(column)}; the columns are: ${header
      .slice(0, 30)
      .map((name) => shown(name))
      .join(", ")}`,
    "Say which column it is with --map FIELD=COLUMN, or give one value for all rows with --set FIELD=VALUE.",
    { file, line: 1, field: column },
  );
}

function wrong({ file, line, field, text }: Cell, problem: string, remedy: string): SaddlepointError {
  return new SaddlepointError("STIMULATION_VALUE", `${field} “${shown(text)}” ${problem}`, remedy, {
    file,
    line,
    field,
    value: shown(text),
  });
}
