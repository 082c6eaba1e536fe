import { expect, test } from "vitest";
import { seededRandom } from "../../../src/science/random.ts";
import { placeBoundaries, walkLogLikelihood } from "../../../src/science/strategies/boundaries.ts";
import { choiceSequence } from "../../../src/science/strategies/switch-trial.ts";
import { type TrialRow, trialsOf } from "../trials-of.ts";

const N = 600;
const SWITCH = 300;
/** P(right) is .2 before trial 300 and .8 from there on. */
const random = seededRandom(12);
const rows = Array.from({ length: N }, (_, t): TrialRow => {
  const right = random.uniform() < (t < SWITCH ? 0.2 : 0.8);
  return { choice: right ? "right" : "left" };
});
const all = Int32Array.from(rows, (_, t) => t);
const choices = choiceSequence(trialsOf(rows), all);

/** Labels that cross at `crossing`: P(label 3) falls from .95 to .05 over 100 trials around it, P(label 4) rises. */
function crossingAt(crossing: number, logWalk: number, made = choices) {
  const probabilities = new Float64Array(6 * N);
  for (let t = 0; t < N; t++) {
    const p = Math.max(0.01, Math.min(0.99, 0.5 + (t - crossing) / 100));
    probabilities[6 * t + 3] = 1 - p;
    probabilities[6 * t + 4] = p;
  }
  const runs = [
    { first: 0, last: crossing - 1, label: 3 },
    { first: crossing, last: N - 1, label: 4 },
  ];
  return placeBoundaries(runs, {
    choices: made,
    walk: new Float64Array(N).fill(logWalk),
    probabilities,
    minTrials: 50,
  });
}

test("a walk that predicts the choices in between no better gives way to the switch", () => {
  const { runs, boundaries } = crossingAt(370, Math.log(0.5));
  const [{ at, interval, kind }] = boundaries;
  expect(kind).toBe("switch");
  expect(Math.abs(at - SWITCH)).toBeLessThan(8);
  expect(interval[0]).toBeLessThanOrEqual(SWITCH);
  expect(interval[1]).toBeGreaterThanOrEqual(SWITCH);
  expect(interval[1] - interval[0]).toBeLessThan(25);
  expect(runs).toEqual([
    { first: 0, last: at - 1, label: 3 },
    { first: at, last: N - 1, label: 4 },
  ]);
});

test("a walk that predicts the choices in between better keeps the boundary where the labels cross", () => {
  // P = 1 for each of 70 choices, against about .8.
  const { runs, boundaries } = crossingAt(370, 0);
  expect(runs[1].first).toBe(370);
  expect(boundaries[0].kind).toBe("drift");
  // The share of the new label is .025 to .975 within 47 trials of the crossing.
  expect(boundaries[0].interval).toEqual([370 - 47, 370 + 48]);
});

test("choices that do not tell the switch trial sharply leave the boundary where the labels cross", () => {
  const vague = rows.map((row, t): TrialRow => ({ ...row, choice: t % 2 === 0 ? "left" : "right" }));
  const { boundaries } = crossingAt(370, Math.log(0.5), choiceSequence(trialsOf(vague), all));
  expect(boundaries[0]).toMatchObject({ at: 370, kind: "drift" });
});

test("no boundary leaves a run shorter than the minimum", () => {
  const runs = [
    { first: 0, last: 259, label: 3 },
    { first: 260, last: 320, label: 5 },
    { first: 321, last: N - 1, label: 4 },
  ];
  const probabilities = new Float64Array(6 * N);
  for (const { first, last, label } of runs)
    for (let t = first; t <= last; t++) probabilities[6 * t + label] = 1;
  const walk = new Float64Array(N).fill(-10);
  const placed = placeBoundaries(runs, { choices, walk, probabilities, minTrials: 50 });
  expect(placed.runs.map(({ label }) => label)).toEqual([3, 5, 4]);
  expect(placed.runs.every(({ first, last }) => last - first + 1 >= 50)).toBe(true);
  expect(placed.boundaries).toHaveLength(2);
});

test("the walk's log likelihood is log σ(±η), at any size of η", () => {
  const two = choiceSequence(
    trialsOf([{ choice: "right" }, { choice: "left" }, { choice: "left" }]),
    Int32Array.from([0, 1, 2]),
  );
  const mean = Float64Array.from([0.3, -2, 1, 0.3, -2, 1, 800, 0, 0]);
  const posterior = { nTrials: 3, mean, covariance: new Float64Array(27), maxContrast: 0.5 };
  const log = walkLogLikelihood(
    posterior,
    (t) => [0.5, 0, 0][t],
    (t) => [0, 0.25, 0][t],
    two,
  );
  expect(log[0]).toBeCloseTo(Math.log(1 / (1 + Math.exp(0.7))), 12);
  expect(log[1]).toBeCloseTo(Math.log(1 / (1 + Math.exp(0.55))), 12);
  expect(log[2]).toBe(-800);
});

test("a run whose likeliest label has become its neighbour's is joined to it", () => {
  const runs = [
    { first: 0, last: 299, label: 3 },
    { first: 300, last: 379, label: 5 },
    { first: 380, last: N - 1, label: 4 },
  ];
  const probabilities = new Float64Array(6 * N);
  for (let t = 0; t < N; t++) probabilities[6 * t + (t < 300 ? 3 : 4)] = 1;
  const walk = new Float64Array(N).fill(-10);
  const placed = placeBoundaries(runs, { choices, walk, probabilities, minTrials: 50 });
  expect(placed.runs.map(({ label }) => label)).toEqual([3, 4]);
  expect(placed.boundaries).toHaveLength(1);
  expect(placed.runs[1].first).toBe(placed.boundaries[0].at);
});
