/** Random effects are held to statsmodels 0.13.5 (../dopamine/statsmodels-reference.py); the rest is worked by hand. */
import { expect, test } from "vitest";
import { seededRandom } from "../../../src/science/random.ts";
import { matchedDifference } from "../../../src/science/stimulation-effects/matched-difference.ts";
import { afterLight, afterReward } from "../../../src/science/stimulation-effects/next-choices.ts";
import { randomEffectsMean } from "../../../src/science/stimulation-effects/random-effects.ts";
import type { TrialTable } from "../../../src/science/trial-table.ts";
import reference from "../dopamine/statsmodels-reference.json" with { type: "json" };

test("the mean over mice, its Hartung–Knapp error and interval equal statsmodels'", () => {
  const { effect, variance, tau2, mean, se, ci } = reference.meta;
  const found = randomEffectsMean(effect.map((value, k) => ({ effect: value, variance: variance[k] })));
  expect(found.betweenVariance).toBeCloseTo(tau2, 12);
  expect(found.mean).toBeCloseTo(mean, 12);
  expect(found.standardError).toBeCloseTo(se, 12);
  expect(found.ci?.[0]).toBeCloseTo(ci[0], 9);
  expect(found.ci?.[1]).toBeCloseTo(ci[1], 9);
});

test("one mouse has a mean but no interval, and none has nothing", () => {
  expect(randomEffectsMean([{ effect: 0.2, variance: 0.01 }])).toMatchObject({ mean: 0.2, ci: null, n: 1 });
  expect(randomEffectsMean([])).toMatchObject({ mean: null, ci: null, n: 0 });
});

test("strata count by their size, and those with one arm only do not count", () => {
  // Stratum 0: 2 of 2 against 1 of 2, size 4. Stratum 1: 0 of 1 against 1 of 1, size 2. Stratum 2: one arm.
  const found = matchedDifference(
    {
      followed: Uint8Array.of(1, 1, 1, 0, 0, 1, 1, 1),
      treated: Uint8Array.of(1, 1, 0, 0, 1, 0, 1, 1),
      stratum: Int32Array.of(0, 0, 0, 0, 1, 1, 2, 2),
    },
    seededRandom(1),
  );
  expect(found.difference).toBeCloseTo((4 / 6) * 0.5 + (2 / 6) * -1, 12);
  expect(found).toMatchObject({ nTreated: 3, nUntreated: 3, nStrata: 2 });
  // p(1 − p)N/(N − 1)(1/m + 1/(N − m)): ¾·¼·4/3·1 = ¼, and ½·½·2·2 = 1.
  expect(found.standardError).toBeCloseTo(Math.sqrt((4 / 6) ** 2 * 0.25 + (2 / 6) ** 2), 12);
});

function table(rows: readonly (readonly [contrast: number, choice: number, outcome: number])[]): TrialTable {
  const n = rows.length;
  return {
    nTrials: n,
    session: new Int32Array(n).fill(1),
    trial: Int32Array.from(rows, (_, t) => t + 1),
    contrastLeft: Float64Array.from(rows, ([c]) => Math.max(-c, 0)),
    contrastRight: Float64Array.from(rows, ([c]) => Math.max(c, 0)),
    choice: Int8Array.from(rows, ([, choice]) => choice),
    outcome: Int8Array.from(rows, ([, , outcome]) => outcome),
    responseTimeS: new Float64Array(n).fill(0.8),
    repeatNumber: new Int32Array(n),
    sessionBoundariesKnown: true,
  };
}

test("a later trial answers for the last trial of the taught side before it, and for no other", () => {
  const trials = table([
    [0.5, 1, 1],
    [0.5, 1, 1],
    [-0.5, 1, 0],
    [0.5, -1, 0],
  ]);
  const light = Int8Array.of(1, 0, 0, 0);
  const same = afterLight(trials, light, { taught: "right", tested: "right", horizon: 10 }, "outcome");
  expect([...same.followed]).toEqual([1, 0]);
  expect([...same.treated]).toEqual([1, 0]);
  const other = afterLight(trials, light, { taught: "right", tested: "left", horizon: 10 }, "outcome");
  expect([...other.followed]).toEqual([1]);
  expect([...other.treated]).toEqual([0]);
});

test("reward is compared where the same choice at the same stimulus had both: without a stimulus", () => {
  const rows = Array.from({ length: 40 }, (_, t) => [0, 1, t % 4 < 2 ? 1 : 0] as const);
  const found = matchedDifference(afterReward(table(rows), { tested: "none", horizon: 10 }), seededRandom(1));
  expect(found.nStrata).toBe(2);
  expect(found.difference).toBe(0);
});

test("light at the stimulus is matched in nothing that comes after it, light at the outcome in choice and outcome", () => {
  const trials = table([
    [0.5, 1, 1],
    [0.5, -1, 0],
    [0.5, 1, 1],
    [0.5, 1, 1],
  ]);
  const light = Int8Array.of(0, 1, 0, 0);
  const question = { taught: "right", tested: "right", horizon: 10 } as const;
  // Rows 1 and 2 differ in the outcome before, rows 0 … 2 in choices; row 3 has no next trial.
  expect([...afterLight(trials, light, question, "stimulus").stratum]).toEqual([0, 1, 2]);
  const same = table([
    [0.5, 1, 1],
    [0.5, 1, 1],
    [0.5, -1, 0],
    [-0.5, -1, 1],
    [0.5, 1, 1],
    [0.5, 1, 1],
  ]);
  // After a correct trial: rows 1, 2, 4 (row 0 is the first). Row 2 chose otherwise.
  expect([...afterLight(same, light, question, "stimulus").stratum]).toEqual([0, 1, 1, 1]);
  expect([...afterLight(same, light, question, "action").stratum]).toEqual([0, 1, 2, 1]);
});
