import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readAlfTrials } from "../../../src/formats/alf/read-alf-trials.ts";
import { hasShared, sharedPath, whySkipped } from "../../shared-data.ts";

const folder = mkdtempSync(join(tmpdir(), "saddlepoint-alf-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const address = { subject: "M1", session: 3 };

/** A .npy of doubles as NumPy writes it. */
function npy(values: readonly number[]): Buffer {
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': (${values.length},), }`.padEnd(117);
  const start = Buffer.concat([Buffer.from("\x93NUMPY\x01\x00v\x00", "latin1"), Buffer.from(`${header}\n`)]);
  const data = Buffer.alloc(8 * values.length);
  for (const [i, value] of values.entries()) data.writeDoubleLE(value, 8 * i);
  return Buffer.concat([start, data]);
}

function alfFolder(name: string, columns: Readonly<Record<string, readonly number[]>>): string {
  const path = join(folder, name);
  mkdirSync(path);
  for (const [column, values] of Object.entries(columns)) {
    writeFileSync(join(path, `_ibl_trials.${column}.npy`), npy(values));
  }
  return path;
}

const columns = {
  choice: [1, -1, 0],
  contrastLeft: [0.5, Number.NaN, 0],
  contrastRight: [Number.NaN, 0.25, Number.NaN],
  feedbackType: [1, -1, -1],
  stimOn_times: [10, 20, 30],
  response_times: [10.5, 19.5, Number.NaN],
  rewardVolume: [2.5, 0, 0],
};

describe("ALF trials", () => {
  test("a .npy a column: left is 1, right −1; what is NaN is not known", async () => {
    const { trials, files, notices } = await readAlfTrials(alfFolder("npy", columns), address);
    expect(files).toHaveLength(7);
    expect(trials).toMatchObject([
      {
        ...address,
        trial: 1,
        contrastLeft: 0.5,
        contrastRight: 0,
        choice: "left",
        outcome: "correct",
        responseTimeS: 0.5,
      },
      {
        trial: 2,
        contrastLeft: 0,
        contrastRight: 0.25,
        choice: "right",
        outcome: "incorrect",
        responseTimeS: null,
      },
      { trial: 3, choice: "no-go", stimulusOnS: 30, choiceS: null, block: null },
    ]);
    expect(notices).toEqual([expect.stringContaining("1 trials have a response before the stimulus")]);
  });

  test.each([
    ["lengths", { ...columns, choice: [1] }, "ALF_LENGTHS_DIFFER"],
    ["missing", { choice: [1] }, "ALF_COLUMN_MISSING"],
    ["code", { ...columns, choice: [1, 2, 0] }, "ALF_VALUE"],
    ["percent", { ...columns, contrastLeft: [50, 0, 0] }, "ALF_VALUE"],
    ["nothing", {}, "ALF_NO_TRIALS"],
  ])("%s", async (name, wrong, code) => {
    await expect(readAlfTrials(alfFolder(name, wrong), address)).rejects.toMatchObject({ code });
  });

  test.skipIf(!hasShared)(
    `the real table: 617 trials whose sides, choices and outcomes agree${whySkipped}`,
    async () => {
      const { trials } = await readAlfTrials(
        sharedPath("data/photometry/version_5__ibl_trials.table.pqt"),
        address,
      );
      expect(trials).toHaveLength(617);
      const sided = trials.filter((t) => t.contrastLeft + t.contrastRight > 0 && t.choice !== "no-go");
      expect(sided.length).toBeGreaterThan(400);
      // The rig's own verdict is independent of how choices are coded.
      for (const t of sided) {
        const side = t.contrastLeft > 0 ? "left" : "right";
        expect(t.outcome).toBe(t.choice === side ? "correct" : "incorrect");
      }
      expect(trials[0]).toMatchObject({ contrastLeft: 1, choice: "left", block: "0.5" });
      expect(trials[0].responseTimeS).toBeCloseTo(70.9195 - 70.8204, 9);
    },
  );
});
