import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { SaddlepointError } from "../../../src/errors.ts";
import { type CsvRecord, csvRecords } from "../../../src/formats/trial-csv/csv-records.ts";
import { textBlocks } from "../../../src/formats/trial-csv/text-blocks.ts";
import { readWhole, standardHeader, temporaryFolder } from "./given-files.ts";

async function recordsOf(bytes: Buffer, cuts: readonly number[]): Promise<readonly CsvRecord[]> {
  const bounds = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
  async function* chunks() {
    for (let i = 1; i < bounds.length; i++) yield bytes.subarray(bounds[i - 1], bounds[i]);
  }
  const records: CsvRecord[] = [];
  for await (const some of csvRecords(textBlocks(chunks(), "x.csv"), "x.csv")) records.push(...some);
  return records;
}

test("where the bytes are cut into chunks makes no difference", async () => {
  const cell = fc.constantFrom("a", "é", '"b,c"', '"d\r\ne"', '"f""g"', "", "\u{1f42d}", '"h\ni"');
  const row = fc.array(cell, { minLength: 2, maxLength: 3 }).map((cells) => cells.join(","));
  const end = fc.constantFrom("\n", "\r\n", "\r");
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(row, end), { minLength: 1, maxLength: 8 }),
      fc.array(fc.nat({ max: 200 }), { maxLength: 12 }),
      fc.boolean(),
      async (rows, cuts, mark) => {
        const bytes = Buffer.from((mark ? "\ufeff" : "") + rows.map((parts) => parts.join("")).join(""));
        const whole = await recordsOf(bytes, []);
        expect(await recordsOf(bytes, cuts)).toEqual(whole);
        expect(whole).toHaveLength(rows.length);
      },
    ),
    { numRuns: 300, seed: 11 },
  );
});

test("a damaged file is refused with a code and a remedy, or still holds valid trials; nothing else", async () => {
  const rows = Array.from(
    { length: 30 },
    (_, i) => `M1,${1 + Math.floor(i / 10)},${1 + (i % 10)},0.5,0,left,0.${i + 1}`,
  );
  const text = Buffer.from(`${standardHeader}\n${rows.join("\n")}\n`);
  const file = join(temporaryFolder(), "M1.csv");
  const kinds = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(text, gzipSync(text)),
      fc.array(fc.tuple(fc.nat(), fc.constantFrom("flip", "insert", "remove", "cut"), fc.nat({ max: 255 })), {
        minLength: 1,
        maxLength: 3,
      }),
      async (original, damages) => {
        let bytes = Buffer.from(original);
        for (const [where, how, byte] of damages) {
          const at = where % (bytes.length + 1);
          const after = how === "cut" ? Buffer.alloc(0) : bytes.subarray(how === "insert" ? at : at + 1);
          const inserted = how === "flip" || how === "insert" ? Buffer.of(byte) : Buffer.alloc(0);
          bytes = Buffer.concat([bytes.subarray(0, at), inserted, after]);
        }
        writeFileSync(file, bytes);
        try {
          const { rows: read, summary } = await readWhole(file);
          expect(read.length).toBe(summary.nTrials);
          for (const row of read) {
            expect(row.contrastLeft >= 0 && row.contrastLeft <= 1 && row.contrastRight >= 0).toBe(true);
            expect(row.responseTimeS === null || row.responseTimeS > 0).toBe(true);
          }
          kinds.set("read", (kinds.get("read") ?? 0) + 1);
        } catch (error) {
          if (!(error instanceof SaddlepointError)) throw error;
          expect(error.code).toMatch(/^TRIAL_CSV_[A-Z0-9_]+$/);
          expect(error.remedy).not.toBe("");
          expect(error.place.file).toBe(file);
          kinds.set(error.code, (kinds.get(error.code) ?? 0) + 1);
        }
      },
    ),
    { numRuns: 1_000, seed: 12 },
  );
  // The damage reaches every layer: compression, text, cells, order.
  expect(kinds.size).toBeGreaterThan(8);
});
