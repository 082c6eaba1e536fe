/** Encoding of simulated fibres, whose responses are made from known coefficients and values. */
import { expect, test } from "vitest";
import { acrossSessions } from "../../../src/science/dopamine/across-sessions.ts";
import { encodingColumns, regressorNames } from "../../../src/science/dopamine/design.ts";
import { defaultEncodingRules, encodeSite } from "../../../src/science/dopamine/encode-site.ts";
import { networkValues } from "../../../src/science/dopamine/network-values.ts";
import { absorbDesign, regress } from "../../../src/science/dopamine/regression.ts";
import { splitHalfReliability } from "../../../src/science/dopamine/reliability.ts";
import type { SnippetSet } from "../../../src/science/dopamine/snippet-set.ts";
import { standardStages, stretchesOf } from "../../../src/science/dopamine/stages.ts";
import { timeResolved } from "../../../src/science/dopamine/time-resolved.ts";
import { simulateCohort } from "../../../src/science/network/simulate-cohort.ts";
import { dopamineTruth } from "../../../src/science/photometry/simulate-dopamine.ts";
import { seededRandom } from "../../../src/science/random.ts";

const isFull = process.env.TEST_FULL === "1";
const rule = "tutor-executor";
const [mouse] = simulateCohort({ rule, mice: 1, seed: 3, responseTimes: true });
const { trials } = mouse;
const T = 30;

/** A step at the event of the size that is given, with noise. */
function outcomeSet(size: Float64Array, noise: number): SnippetSet {
  const random = seededRandom(8);
  const samples = new Float32Array(trials.nTrials * T);
  for (let t = 0; t < trials.nTrials; t++) {
    for (let i = 0; i < T; i++) samples[t * T + i] = (i >= 10 ? size[t] : 0) + noise * random.normal();
  }
  const row = Int32Array.from({ length: trials.nTrials }, (_, t) => t);
  return { alignment: "outcome", sampleRateHz: 20, offsetS: -0.5, nSamples: T, row, samples };
}

test.each(["partial", "total"] as const)(
  "a fibre that carries %s errors is told so, and its stages are found",
  (account) => {
    const truth = dopamineTruth(trials, { ...mouse, rule }, account, "left");
    const values = networkValues(trials, { source: "refit", rule, parameters: mouse.parameters });
    const found = encodeSite(trials, [outcomeSet(truth.error, 1)], "left", values, standardStages(trials), {
      ...defaultEncodingRules,
      shifts: 99,
    });
    const all = found.stages.find(({ stage }) => stage === "all");
    expect(all?.accounts?.decided).toBe(account);
    expect(all?.regression.coefficients[3].estimate).toBeGreaterThan(0.5);
    expect(all?.shift.null).toBe("session-permutation");
    expect(all?.shift.p[3]).toBe(0.01);
    expect(all?.validation.rSquared).toBeGreaterThan(0.2);
    expect(found.stages.filter(({ stage }) => stage === "bin")).toHaveLength(5);
    expect(found.stages.filter(({ stage }) => stage === "session").length).toBeGreaterThan(20);
  },
);

test("the coefficients at a sample are those of a regression on that sample", () => {
  const set = outcomeSet(new Float64Array(trials.nTrials).fill(1), 1);
  const starts = stretchesOf(trials, set.row);
  const design = absorbDesign(regressorNames, encodingColumns(trials, set.row, "right"), starts, 30);
  const traces = timeResolved(design, set.samples, T, starts, seededRandom(1));
  for (const at of [0, 12, 29]) {
    const sample = Float64Array.from({ length: trials.nTrials }, (_, t) => set.samples[t * T + at]);
    regress(design, sample)?.coefficients.forEach(({ estimate }, j) => {
      expect(traces[j].estimate[at]).toBeCloseTo(estimate ?? Number.NaN, 10);
    });
  }
});

test.each([
  { sessions: 8, length: 150 },
  { sessions: 12, length: 60 },
  { sessions: 25, length: 100 },
])(
  "simultaneous bands of $sessions sessions hold the whole of a null trace 95 times in 100",
  ({ sessions, length }) => {
    const random = seededRandom(12).child(sessions);
    const n = sessions * length;
    const starts = Int32Array.from({ length: sessions + 1 }, (_, s) => s * length);
    const runs = isFull ? 1000 : 150;
    const inside = [0, 0, 0];
    for (let run = 0; run < runs; run++) {
      const columns = inside.map(() => new Float64Array(n));
      const samples = new Float32Array(n * T);
      for (let i = 0; i < n; i++) {
        // The second is rare, and rarer from session to session; the third goes with it.
        const isRare = random.uniform() < 0.4 * (1 - Math.floor(i / length) / sessions);
        columns[0][i] = random.normal();
        columns[1][i] = isRare ? 0.5 : -0.5;
        columns[2][i] = columns[1][i] * (random.uniform() < 0.5 ? 1 : -1);
        let value = random.normal();
        for (let at = 0; at < T; at++) {
          value = 0.8 * value + 0.6 * random.normal();
          samples[i * T + at] = value;
        }
      }
      const design = absorbDesign(["x", "rare", "with it"], columns, starts, 30);
      timeResolved(design, samples, T, starts, random, { draws: 399, level: 0.95 }).forEach((trace, k) => {
        const { estimate, standardError, bandWidth } = trace;
        if (bandWidth === null) throw new Error("no band");
        // Wider than Student's interval of one sample.
        expect(bandWidth).toBeGreaterThan(2.2);
        if (estimate.every((value, at) => Math.abs(value) <= bandWidth * standardError[at])) inside[k]++;
      });
    }
    const share = inside.reduce((sum, count) => sum + count, 0) / (3 * runs);
    if (isFull)
      console.log(sessions, "sessions: simultaneous coverage", inside.map((k) => k / runs).join(" "));
    expect(share).toBeGreaterThan(isFull ? 0.93 : 0.92);
    expect(share).toBeLessThan(isFull ? 0.97 : 0.98);
  },
  300_000,
);

test("coefficients that follow the mouse's own associations stand out against other mice's", () => {
  const line = (slope: number, phase: number) =>
    Float64Array.from({ length: 20 }, (_, s) => slope * s + Math.sin(s + phase));
  const own = {
    contralateral: line(0.02, 1),
    ipsilateral: line(0, 4),
    contralateralAssociation: line(0.02, 1),
    ipsilateralAssociation: line(0, 4),
  };
  const others = Array.from({ length: 39 }, (_, k) => ({
    contralateralAssociation: line(0.02, 2 + k),
    ipsilateralAssociation: line(0, 5.5 + 1.7 * k),
  }));
  const found = acrossSessions(own, others);
  expect(found.differenceR).toBeCloseTo(1, 12);
  expect(found.p).toBe(1 / 40);
  expect(acrossSessions(own, []).p).toBeNull();
});

test("reliability is Spearman and Brown's: halves that correlate .5 give 2/3", () => {
  expect(splitHalfReliability(Float64Array.of(1, 0, -1), Float64Array.of(1, -1, 0))).toBeCloseTo(2 / 3, 12);
});
