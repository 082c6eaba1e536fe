import { expect, test } from "vitest";
import { SaddlepointError } from "../../../src/errors.ts";
import { fitRandomWalk } from "../../../src/science/random-walk/fit.ts";
import type { FitOptions } from "../../../src/science/random-walk/fit-options.ts";
import { parseHyperparameters } from "../../../src/science/random-walk/parse-hyperparameters.ts";
import type { TrialTable } from "../../../src/science/trial-table.ts";
import { type TrialRow, trialsOf } from "../trials-of.ts";
import { randomTrials } from "./random-trials.ts";

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof SaddlepointError) {
      expect(error.remedy.length).toBeGreaterThan(10);
      return error.code;
    }
    throw error;
  }
  return "no error";
}

const both: readonly TrialRow[] = Array.from({ length: 20 }, (_, t) => ({
  contrast: t % 3 === 0 ? 0.5 : -0.5,
  choice: t % 2 === 0 ? "left" : "right",
  responseTimeS: 0.5 + 0.01 * t,
}));

const cases: readonly (readonly [string, TrialTable, FitOptions])[] = [
  ["ONE_CHOICE_ONLY", trialsOf(both.map((row) => ({ ...row, choice: "left" }))), {}],
  ["ONE_CHOICE_ONLY", trialsOf(both.map((row) => ({ ...row, choice: "right" }))), { model: "race" }],
  ["ONE_CONTRAST_ONLY", trialsOf(both.map((row) => ({ ...row, contrast: 0.25 }))), {}],
  ["ONE_CONTRAST_ONLY", trialsOf(both.map((row) => ({ ...row, contrast: 0 }))), { model: "side" }],
  [
    "ONE_SIDE_ONLY",
    trialsOf(both.map((row) => ({ ...row, contrast: Math.max(0, row.contrast ?? 0) }))),
    { model: "race" },
  ],
  ["TOO_FEW_TRIALS", trialsOf(both.slice(0, 2)), {}],
  ["TOO_FEW_TRIALS", trialsOf(both.slice(0, 4)), { model: "race" }],
  ["TOO_FEW_TRIALS", trialsOf(both.map((row) => ({ ...row, choice: "no-go" }))), {}],
  ["TOO_FEW_TRIALS", trialsOf([]), {}],
  ["CONTRAST_INVALID", trialsOf([...both, { contrast: Number.NaN }]), {}],
  ["RESPONSE_TIME_INVALID", trialsOf([...both, { contrast: 0 }]), { model: "race" }],
  ["RESPONSE_TIME_INVALID", trialsOf([...both, { responseTimeS: 0 }]), { model: "race" }],
  ["RESPONSE_TIME_INVALID", trialsOf([...both, { responseTimeS: -1 }]), { model: "race" }],
  ["RESPONSE_TIME_INVALID", trialsOf([...both, { responseTimeS: Infinity }]), { model: "race" }],
  ["REGRESSOR_REPEATED", trialsOf(both), { regressors: ["bias", "bias"] }],
  ["REGRESSOR_REPEATED", trialsOf(both), { regressors: [] }],
  ["STIMULATION_MISSING", trialsOf(both), { regressors: ["bias", "stimulation"] }],
  ["RULE_NOT_FOR_MODEL", trialsOf(both), { model: "race", rule: "reinforce" }],
  [
    "HYPERPARAMETER_INVALID",
    trialsOf(both),
    { hyper: { sigma: [0.1, 0.1], sigmaDay: null, sigmaInit: [1, 1, 1] } },
  ],
  [
    "HYPERPARAMETER_INVALID",
    trialsOf(both),
    { hyper: { sigma: [0.1, 0, 0.1], sigmaDay: null, sigmaInit: [1, 1, 1] } },
  ],
];

for (const [code, trials, options] of cases) {
  test(`${trials.nTrials} trials, ${JSON.stringify(options)}: ${code}, with what to do`, () => {
    expect(codeOf(() => fitRandomWalk(trials, options))).toBe(code);
  });
}

test("trials without a choice are left out of the fit, and need no response time", () => {
  const rows: TrialRow[] = [{ choice: "no-go" }, ...both, { choice: "no-go" }, ...both];
  for (const model of ["logistic", "race"] as const) {
    const fit = fitRandomWalk(trialsOf(rows), { model });
    expect(fit.nTrials).toBe(40);
    expect(Array.from(fit.trialRows.subarray(18, 22))).toEqual([19, 20, 22, 23]);
    expect(fit.mode.every(Number.isFinite)).toBe(true);
  }
});

test("one contrast is enough for the bias alone", () => {
  const trials = trialsOf(both.map((row) => ({ ...row, contrast: 0.25 })));
  expect(fitRandomWalk(trials, { regressors: ["bias"] }).converged).toBe(true);
});

test("without session boundaries there is no sigmaDay", () => {
  const trials = { ...randomTrials(4, 40, 3), sessionBoundariesKnown: false };
  const fit = fitRandomWalk(trials);
  expect(fit.hyper.sigmaDay).toBeNull();
  expect(fit.nSessions).toBe(1);
  expect(fitRandomWalk(randomTrials(1, 160, 3)).hyper.sigmaDay).toBeNull();
});

test("the same trials and options give the same bytes", () => {
  const trials = randomTrials(4, 60, 3);
  for (const options of [{}, { model: "race" }, { model: "side", rule: "total-rpe" }] as const) {
    expect(fitRandomWalk(trials, options)).toEqual(fitRandomWalk(trials, options));
  }
});

test("−0 contrasts are 0: they change nothing", () => {
  const trials = randomTrials(3, 60, 3);
  const negative = { ...trials, contrastLeft: trials.contrastLeft.map((c) => (c === 0 ? -0 : c)) };
  for (const model of ["logistic", "side", "race"] as const) {
    expect(fitRandomWalk(negative, { model }).mode).toEqual(fitRandomWalk(trials, { model }).mode);
  }
});

test("hyperparameters are read from JSON, and an unknown key is told the right one", () => {
  const good = { sigma: [0.1, 0.2], sigmaDay: null, sigmaInit: [16, 16] };
  expect(parseHyperparameters(good)).toEqual(good);
  expect(parseHyperparameters({ ...good, alpha: 0.1 })).toEqual({ ...good, alpha: 0.1 });
  expect(() => parseHyperparameters({ sigma: [1], sigDay: null, sigmaInit: [1] })).toThrow(/sigmaDay/);
  expect(() => parseHyperparameters({ sigma: [1], sigmaDay: null, sigInit: [1] })).toThrow(/sigmaInit/);
  expect(codeOf(() => parseHyperparameters({ sigma: [1], sigmaDay: null }))).toBe("HYPERPARAMETER_INVALID");
  expect(codeOf(() => parseHyperparameters({ ...good, sigma: ["a"] }))).toBe("HYPERPARAMETER_INVALID");
  expect(codeOf(() => parseHyperparameters({ ...good, other: 1 }))).toBe("HYPERPARAMETER_UNKNOWN");
  expect(codeOf(() => parseHyperparameters([1]))).toBe("HYPERPARAMETER_INVALID");
});
