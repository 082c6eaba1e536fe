import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { onTestFinished } from "vitest";
import { SaddlepointError } from "../../../src/errors.ts";
import {
  readTrialCsv,
  type TrialCsvOptions,
  type TrialCsvSummary,
} from "../../../src/formats/trial-csv/read-trial-csv.ts";
import type { TrialRow } from "../../../src/formats/trial-csv/trial-row.ts";

/** A folder that is gone when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "saddlepoint-trial-csv-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A file of this content that is gone when the test ends; text becomes gzip where the name ends in `.gz`. */
export function givenFile(content: string | Buffer, name = "M1.csv"): string {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, typeof content === "string" && name.endsWith(".gz") ? gzipSync(content) : content);
  return file;
}

export interface WholeFile {
  readonly rows: readonly TrialRow[];
  readonly summary: TrialCsvSummary;
}

export async function readWhole(file: string, options: TrialCsvOptions = {}): Promise<WholeFile> {
  const reading = readTrialCsv(file, options);
  const rows: TrialRow[] = [];
  for await (const batch of reading) rows.push(...batch);
  return { rows, summary: reading.summary() };
}

/** The SaddlepointError that this promise ends with; any other end fails the test. */
export async function failureOf(promise: Promise<unknown>): Promise<SaddlepointError> {
  const end = await promise.then(
    () => "no error",
    (error: unknown) => error,
  );
  if (end instanceof SaddlepointError) return end;
  throw new Error(`expected a SaddlepointError, got: ${end instanceof Error ? end.stack : end}`);
}

export const standardHeader = "subject,session,trial,contrast_left,contrast_right,choice,response_time_s";
