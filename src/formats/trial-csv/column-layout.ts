import { SaddlepointError } from "../../errors.ts";
import type { CsvRecord } from "./csv-records.ts";
import { proposeMapping } from "./propose-mapping.ts";
import { listed, shown } from "./shown.ts";
import { requiredTrialFields, type TrialField, trialFieldNamed, trialFields } from "./trial-fields.ts";

/** From a field (snake_case or camelCase) to the column that holds it in this file. */
export type TrialFieldMap = Readonly<Record<string, string>>;

/** Where each field of a trial stands in the rows of one file. */
export interface ColumnLayout {
  readonly file: string;
  readonly header: readonly string[];
  /** Index of the field's column, absent where the file has none. */
  readonly indexOf: ReadonlyMap<TrialField, number>;
  /** Names of the columns that no field reads, in the file's order. */
  readonly ignoredColumns: readonly string[];
}

/** The file's own name of a field's column, for messages. */
export function columnName(layout: ColumnLayout, field: TrialField): string {
  const index = layout.indexOf.get(field);
  return index === undefined ? field : layout.header[index];
}

/**
 * Find the columns of a trial table: by their standard names, and before that by `map`.
 *
 * `signed_contrast` is read where one of the two contrasts is missing, or where the map names it.
 *
 * @throws SaddlepointError TRIAL_CSV_MAP_UNKNOWN_FIELD, TRIAL_CSV_MAP_AMBIGUOUS, TRIAL_CSV_MAPPED_COLUMN_MISSING,
 *   TRIAL_CSV_COLUMN_MISSING, TRIAL_CSV_COLUMN_TWICE
 */
export function columnLayout(header: CsvRecord, map: TrialFieldMap, file: string): ColumnLayout {
  const names = header.cells;
  const place = { file, line: header.line };
  const mapped = columnsByField(map, place);
  const indexOf = new Map<TrialField, number>();
  for (const field of trialFields) {
    const name = mapped.get(field) ?? field;
    const index = names.indexOf(name);
    if (index >= 0) {
      if (mapped.has(field) || ![...mapped.values()].includes(name)) indexOf.set(field, index);
    } else if (mapped.has(field)) {
      throw new SaddlepointError(
        "TRIAL_CSV_MAPPED_COLUMN_MISSING",
        `the map names the column ${shown(name)} for ${field}, which the file does not have`,
        `Name one of its columns: ${listed(names)}.`,
        { ...place, field: name },
      );
    }
  }
  settleContrasts(indexOf, mapped, place);
  requireColumns(indexOf, names, place);
  for (const [field, index] of indexOf) {
    if (names.indexOf(names[index], index + 1) >= 0) {
      throw new SaddlepointError(
        "TRIAL_CSV_COLUMN_TWICE",
        `two columns are called ${shown(names[index])}, so that ${field} is ambiguous`,
        "Rename one of them in the file's first line.",
        { ...place, field: names[index] },
      );
    }
  }
  const used = new Set(indexOf.values());
  const ignoredColumns = names
    .map((name, i) => (name === "" ? `(column ${i + 1}, without a name)` : name))
    .filter((_, i) => !used.has(i));
  return { file, header: names, indexOf, ignoredColumns };
}

interface HeaderPlace {
  readonly file: string;
  readonly line: number;
}

/** @throws SaddlepointError where the map's fields are unknown, or it uses a field or a column twice */
function columnsByField(map: TrialFieldMap, place: HeaderPlace): ReadonlyMap<TrialField, string> {
  const columns = new Map<TrialField, string>();
  for (const [name, mappedColumn] of Object.entries(map)) {
    const field = trialFieldNamed(name);
    const column = mappedColumn.trim();
    if (field === null) {
      throw new SaddlepointError(
        "TRIAL_CSV_MAP_UNKNOWN_FIELD",
        `the map names a field ${shown(name)}, which trials do not have`,
        `Fields are: ${trialFields.join(", ")}. A map reads field=column.`,
        { file: place.file, field: name, value: column },
      );
    }
    if (columns.has(field) || [...columns.values()].includes(column)) {
      throw new SaddlepointError(
        "TRIAL_CSV_MAP_AMBIGUOUS",
        `the map uses ${columns.has(field) ? `the field ${field}` : `the column ${shown(column)}`} twice`,
        "Give each field one column of its own.",
        { file: place.file, field: name, value: column },
      );
    }
    columns.set(field, column);
  }
  return columns;
}

/** Leave either the two contrasts or the signed one in the layout. */
function settleContrasts(
  indexOf: Map<TrialField, number>,
  mapped: ReadonlyMap<TrialField, string>,
  place: HeaderPlace,
): void {
  if (!indexOf.has("signed_contrast")) return;
  const sidesMapped = mapped.has("contrast_left") || mapped.has("contrast_right");
  if (mapped.has("signed_contrast") && sidesMapped) {
    throw new SaddlepointError(
      "TRIAL_CSV_MAP_AMBIGUOUS",
      "the map names both a signed contrast and the contrast of a side",
      "Map signed_contrast alone, or contrast_left and contrast_right.",
      { file: place.file, field: "signed_contrast" },
    );
  }
  const bothSides = indexOf.has("contrast_left") && indexOf.has("contrast_right");
  if (!mapped.has("signed_contrast") && (bothSides || sidesMapped)) {
    indexOf.delete("signed_contrast");
  } else {
    indexOf.delete("contrast_left");
    indexOf.delete("contrast_right");
  }
}

function requireColumns(
  indexOf: ReadonlyMap<TrialField, number>,
  names: readonly string[],
  place: HeaderPlace,
): void {
  const missing = requiredTrialFields.filter(
    (field) => !indexOf.has(field) && !(field !== "choice" && indexOf.has("signed_contrast")),
  );
  if (missing.length === 0) return;
  const { map } = proposeMapping(names);
  const wanted: readonly TrialField[] =
    missing[0] !== "choice" && map.signed_contrast !== undefined
      ? ["signed_contrast", ...missing.filter((field) => field === "choice")]
      : missing;
  const mapArguments = wanted.map((field) => `--map ${quotedForShell(`${field}=${map[field] ?? "COLUMN"}`)}`);
  const headless = names.every((name) => name === "" || Number.isFinite(Number(name)));
  throw new SaddlepointError(
    "TRIAL_CSV_COLUMN_MISSING",
    `there is no column ${missing.join(", ")}; the columns are: ${listed(names)}`,
    headless
      ? "The first line must name the columns: add it."
      : `Say which columns they are: ${mapArguments.join(" ")}`,
    { ...place, field: missing[0], value: listed(names) },
  );
}

function quotedForShell(argument: string): string {
  const short = shown(argument, 120);
  return /^[\w.=-]*$/.test(short) ? short : `"${short.replace(/["$`\\]/g, "\\$&")}"`;
}
