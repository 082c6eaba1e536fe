import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, test } from "vitest";
import { deltaBlocksEnd, requireRuns } from "../../../src/formats/parquet/encoded-runs.ts";
import { readParquetColumns, readParquetText } from "../../../src/formats/parquet/read-columns.ts";
import { givenFile } from "../photometry/given-recordings.ts";

const n = 5_000;
const whole = Array.from({ length: n }, (_, i) => ((i * 7919) % 1000) - 500);
const some = whole.map((value, i) => (i % 7 === 0 ? null : value));

type Written = Parameters<typeof parquetWriteBuffer>[0]["columnData"][number];
const encodings: readonly Written["encoding"][] = [
  ...(["PLAIN", "RLE_DICTIONARY", "DELTA_BINARY_PACKED", "BYTE_STREAM_SPLIT"] as const),
];

describe("Parquet columns", () => {
  test.each(encodings)("of %s come out as they were put in, nulls as NaN", async (encoding) => {
    const bytes = parquetWriteBuffer({
      columnData: [
        { name: "whole", data: whole, type: "INT32", encoding, nullable: false },
        { name: "some", data: some, type: "INT64", encoding, nullable: true },
      ].map((column) => ({
        ...column,
        data: column.type === "INT64" ? column.data.map((v) => (v === null ? null : BigInt(v))) : column.data,
      })) as Written[],
      rowGroupSize: 1_700,
      pageSize: 900,
    });
    const { columns, nRows } = await readParquetColumns(givenFile("encoded.pqt", new Uint8Array(bytes)));
    expect(nRows).toBe(n);
    expect([...(columns.get("whole") ?? [])]).toEqual(whole);
    expect([...(columns.get("some") ?? [])]).toEqual(some.map((value) => value ?? Number.NaN));
  });

  test.each(["DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY", "RLE_DICTIONARY", "PLAIN"] as const)(
    "text of %s",
    async (encoding) => {
      const data = whole.map((value) => `name ${value}`);
      const bytes = parquetWriteBuffer({ columnData: [{ name: "text", data, type: "STRING", encoding }] });
      const { rows } = await readParquetText(givenFile("text.pqt", new Uint8Array(bytes)));
      expect(rows.map(([text]) => text)).toEqual(data);
    },
  );
});

/** Bytes by the format's text, so that they are independent of any reader. */
const view = (...bytes: readonly number[]) => new DataView(Uint8Array.from(bytes).buffer);

describe("runs and blocks are walked to their end", () => {
  test("runs of one value and packed groups, whose ones are counted", () => {
    // 5 times 1, then one group of eight of which six are wanted: 1, 0, 1, 1, 0, 0.
    expect(requireRuns(view(10, 1, 3, 0b00001101), 0, 4, 1, 11)).toBe(8);
    // The format's own example: the numbers 0 to 7 in 3 bits each.
    expect(() => requireRuns(view(3, 0b10001000, 0b11000110, 0b11111010), 0, 4, 3, 8)).not.toThrow();
  });

  test.each([
    ["a run longer than the page has values", [200, 1, 1], 1, 11],
    ["groups that leave the page", [9, 1, 1], 3, 32],
    ["a length that overflows", [0xff, 0xff, 0xff, 0xff, 0xff, 0x0f, 1], 1, 11],
    ["too few values", [4, 1], 1, 11],
  ])("%s is refused", (_what, bytes, width, count) => {
    expect(() => requireRuns(view(...bytes), 0, bytes.length, width, count)).toThrow(/a page has/);
  });

  test.each([
    ["blocks of no values", [0, 4, 5, 0]],
    ["no parts", [128, 1, 0, 5, 0]],
    ["numbers of 200 bits", [128, 1, 4, 5, 0, 0, 200, 0, 0, 0]],
  ])("delta-packed %s are refused", (_what, bytes) => {
    expect(() => deltaBlocksEnd(view(...bytes, ...new Array(64).fill(0)), 0, 5)).toThrow(/a page has/);
  });

  test("delta-packed numbers end where the format's own example does", () => {
    // 7, 5, 3, 1, 2, 3, 4, 5: one block of 128 in 4 parts, first value 7, least delta −2, 2 bits a delta.
    const block = [128, 1, 4, 8, 14, 3, 2, 0, 0, 0, 0b11000000, 0b00111111, 0, 0, 0, 0, 0, 0];
    expect(deltaBlocksEnd(view(...block, 99), 0, 8)).toBe(block.length);
  });
});
