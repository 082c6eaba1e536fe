/**
 * A fit as files for notebooks: `SUBJECT.fit.json`, which says what was fitted, and `SUBJECT.params.csv`, the most
 * probable parameters of every fitted trial and their posterior SDs:
 *
 *     trial_index,bias,contrastLeft,contrastRight,sd_bias,sd_contrastLeft,sd_contrastRight
 *
 * `trial_index` is the trial's row among the subject's trials, from 0: trials without a choice are left out.
 */
import { mkdir, open, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SaddlepointError } from "../errors.ts";

/** N fitted trials, K parameters. */
export interface ParameterTable {
  readonly paramNames: readonly string[];
  /** Row of each fitted trial among the subject's trials, N. */
  readonly trialRows: Int32Array;
  /** N×K, row-major. */
  readonly mode: Float64Array;
  /** N×K. */
  readonly sd: Float64Array;
}

/** Rows that are turned into text at a time. */
const BLOCK_ROWS = 2_000;
/** A name that is the same file name everywhere, and no path. */
const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9._ -]{0,127}$/;

/**
 * Writes both files into the folder, which is made if it is not there; files of the same names are replaced, each
 * at once and whole.
 *
 * @throws SaddlepointError FIT_FILE_NAME, FIT_FILE_UNWRITABLE
 */
export async function writeFitFiles(
  folder: string,
  subject: string,
  document: unknown,
  params: ParameterTable,
): Promise<void> {
  if (!FILE_NAME.test(subject)) {
    throw new SaddlepointError(
      "FIT_FILE_NAME",
      `the subject's name ${JSON.stringify(subject)} cannot be a file's name`,
      "Name the subject with letters, digits, dots, dashes and underscores, or leave out --out and take --json.",
      { field: "subject", value: subject },
    );
  }
  try {
    await mkdir(folder, { recursive: true });
    await replaceFile(join(folder, `${subject}.params.csv`), (file) => writeParams(file, params));
    await replaceFile(join(folder, `${subject}.fit.json`), (file) =>
      writeFile(file, `${JSON.stringify(document, null, 2)}\n`),
    );
  } catch (error) {
    throw new SaddlepointError(
      "FIT_FILE_UNWRITABLE",
      `the fit cannot be written: ${error instanceof Error ? error.message : error}`,
      "Check that the folder may be written to and the disk has room.",
      { file: join(folder, `${subject}.params.csv`) },
      { cause: error },
    );
  }
}

/** Nobody sees half a file: it is written beside its place and then moved there. */
async function replaceFile(file: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    await write(temporary);
    await rename(temporary, file);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function writeParams(file: string, params: ParameterTable): Promise<void> {
  const { paramNames, trialRows, mode, sd } = params;
  const K = paramNames.length;
  const handle = await open(file, "w");
  try {
    await handle.write(`${["trial_index", ...paramNames, ...paramNames.map((p) => `sd_${p}`)].join(",")}\n`);
    for (let from = 0; from < trialRows.length; from += BLOCK_ROWS) {
      let block = "";
      for (let t = from; t < Math.min(from + BLOCK_ROWS, trialRows.length); t++) {
        block += trialRows[t];
        for (let k = 0; k < K; k++) block += `,${cell(mode[t * K + k])}`;
        for (let k = 0; k < K; k++) block += `,${cell(sd[t * K + k])}`;
        block += "\n";
      }
      await handle.write(block);
    }
  } finally {
    await handle.close();
  }
}

/** Blank where a fit that has no proper peak has no such number. */
function cell(value: number): string {
  return Number.isFinite(value) ? String(value) : "";
}
