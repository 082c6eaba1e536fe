/**
 * Partial against total prediction error, where the truth is known: the share of decisions, and of wrong ones, over
 * single-trial R² and numbers of trials (1, 5 and 25 sessions of 200), for mice of SCIENCE §6. Noise is white, of
 * heavy tails, larger after good outcomes, or drifts; R² is that of the noise as drawn, drift included.
 */
import { expect, test } from "vitest";
import { compareAccounts, defaultComparison } from "../../src/science/dopamine/compare-accounts.ts";
import { networkValues } from "../../src/science/dopamine/network-values.ts";
import { simulateCohort } from "../../src/science/network/simulate-cohort.ts";
import { type Random, seededRandom } from "../../src/science/random.ts";
import { sessionStarts } from "../../src/science/trial-table.ts";

const isFull = process.env.TEST_FULL === "1";
const MICE = isFull ? 200 : 40;
const rule = "tutor-executor";
const mice = [...simulateCohort({ rule, mice: MICE, seed: 4 })].map((mouse) => ({
  starts: [...sessionStarts(mouse.trials), mouse.trials.nTrials],
  values: networkValues(mouse.trials, { source: "refit", rule, parameters: mouse.parameters }),
}));

type Noise = "white" | "heavy" | "unequal" | "drifting";

function noise(kind: Noise, random: Random): (error: number) => number {
  let walk = 0;
  return (error) => {
    const e = random.normal();
    if (kind === "unequal") return e * (error > 0 ? 1.4 : 0.6);
    if (kind === "heavy") {
      const chi = random.normal() ** 2 + random.normal() ** 2 + random.normal() ** 2;
      return e / Math.sqrt(chi);
    }
    walk += kind === "drifting" ? 0.1 * random.normal() : 0;
    return e + walk;
  };
}

function varianceOf(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}

function table(kind: Noise, rSquared: number, sessions: number) {
  const random = seededRandom(7)
    .child(sessions)
    .child(Math.round(rSquared * 100));
  let decided = 0;
  let wrong = 0;
  for (const { starts, values } of mice) {
    for (const truth of ["partial", "total"] as const) {
      const first = random.integer(starts.length - sessions);
      const from = starts[first];
      const to = starts[first + sessions];
      const cut = (column: Float64Array) => column.slice(from, to);
      const error = cut(truth === "partial" ? values.stimulusError : values.totalError);
      const drawn = error.map(noise(kind, random));
      const scale = Math.sqrt((varianceOf(error) * (1 - rSquared)) / rSquared / varianceOf(drawn));
      const found = compareAccounts(
        error.map((value, t) => value + scale * drawn[t]),
        cut(values.stimulusError),
        cut(values.totalError),
        Int32Array.from(starts.slice(first, first + sessions + 1), (start) => start - from),
        random,
        { ...defaultComparison, bootstraps: 2 },
      );
      if (found.decided === "undecided") continue;
      decided++;
      if (found.decided !== truth) wrong++;
    }
  }
  return { decided: decided / (2 * MICE), wrong: decided === 0 ? 0 : wrong / decided };
}

const kinds: readonly Noise[] = isFull ? ["white", "heavy", "unequal", "drifting"] : ["white", "drifting"];

test.each(kinds)(
  "of %s noise at most 2 % of the decisions are wrong in any cell",
  (kind) => {
    for (const rSquared of [0.02, 0.05, 0.2]) {
      for (const sessions of [1, 5, 25]) {
        const cell = table(kind, rSquared, sessions);
        if (isFull) console.log(kind, rSquared, sessions * 200, JSON.stringify(cell));
        expect(cell.wrong).toBeLessThanOrEqual(0.02);
        // What tells the accounts apart is slow itself: among drift, fewer can be decided (.8 of 40 mice).
        if (kind !== "drifting" && rSquared === 0.2 && sessions === 25) {
          expect(cell.decided).toBeGreaterThanOrEqual(0.9);
        }
      }
    }
  },
  600_000,
);
