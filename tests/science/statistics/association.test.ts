import { expect, test } from "vitest";
import { associationTable } from "../../../src/science/statistics/association.ts";

const labels = ["x", "y", "z"] as const;
const options = { seed: 2, nPermutations: 19_999 };

test("cells count pairs and give each row's proportions", () => {
  const { cells, n } = associationTable(
    [
      ["x", "y"],
      ["x", "y"],
      ["x", "x"],
      ["z", "y"],
    ],
    labels,
    options,
  );
  expect(n).toBe(4);
  expect(cells.map(({ row, column, n: count }) => [row, column, count])).toEqual([
    ["x", "x", 1],
    ["x", "y", 2],
    ["z", "y", 1],
  ]);
  expect(cells[1].ofRow).toMatchObject({ k: 2, n: 3, proportion: 2 / 3 });
});

test("information and p of a perfect 3 + 3 table are 1 bit and 2/20, the exact share of such tables", () => {
  const pairs = [..."xxxyyy"].map((label) => (label === "x" ? (["x", "z"] as const) : (["y", "x"] as const)));
  const { informationBits, p } = associationTable(pairs, labels, options);
  expect(informationBits).toBeCloseTo(1, 12);
  expect(Math.abs((p ?? 0) - 0.1)).toBeLessThan(4 * Math.sqrt((0.1 * 0.9) / 20_000));
});

test("where rows or columns do not vary there is no p", () => {
  expect(
    associationTable(
      [
        ["x", "x"],
        ["y", "x"],
      ],
      labels,
      options,
    ),
  ).toMatchObject({ informationBits: 0, p: null });
  expect(associationTable([], labels, options)).toEqual({ cells: [], informationBits: null, p: null, n: 0 });
});
