/**
 * How long the refits of the learning network take on this machine: `npm run bench -- network`.
 *
 * The likelihood is put beside the same number of logistic functions alone, which no
 * implementation can do without, so that figures from different machines can be compared.
 */
import { createComputePool } from "../../src/analyses/compute-pool.ts";
import { refitSubjects } from "../../src/analyses/refit-subjects.ts";
import { choiceSequence } from "../../src/science/network/choice-sequence.ts";
import { FULL_EFFORT, QUICK_EFFORT } from "../../src/science/network/fit-effort.ts";
import { fitNetwork } from "../../src/science/network/fit-network.ts";
import { findFixedPoints } from "../../src/science/network/fixed-points.ts";
import { LEARNING_RULES } from "../../src/science/network/learning-rule.ts";
import { likelihoodWorkspace, logLikelihoodGradient } from "../../src/science/network/likelihood.ts";
import {
  DEFAULT_INVERSE_TEMPERATURE,
  DEFAULT_LEARNING_RATE,
  defaultNetworkParameters,
} from "../../src/science/network/parameters.ts";
import { RAW_SIZE, rawParameters } from "../../src/science/network/raw-parameters.ts";
import { FULL_REFIT, QUICK_REFIT, refitMouse } from "../../src/science/network/refit-mouse.ts";
import { simulateCohort } from "../../src/science/network/simulate-cohort.ts";
import { sliceConstants } from "../../src/science/network/slice.ts";
import { initialState } from "../../src/science/network/state.ts";
import { DEFAULT_TASK } from "../../src/science/network/task-stimuli.ts";
import { dapNames, dapTrials } from "../science/dap-mice.ts";
import { hasShared } from "../shared-data.ts";
import { bar, machine, quantile } from "./measure.ts";

const N_TRIALS = 5000;

/** Bars, on a 2-core machine. */
const GRADIENT_MS = 3;
const FIXED_POINTS_MS = 1000;
const FULL_FITS_S = 20;
const QUICK_FITS_S = 1;
const COHORT_S = 240;
const N_COHORT_THREADS = 2;
const PEAK_MEMORY_MB = 300;

/** Prints the figures and their bars. */
export async function benchNetwork(): Promise<void> {
  console.log(`learning networks; ${machine()}; on one core, but for the cohort; no database`);
  benchGradient();
  benchSimulation();
  benchFixedPoints();
  benchFits();
  benchRefit();
  const peakMb = process.resourceUsage().maxRSS / 1024;
  bar(
    `peak memory of all that, at most ${PEAK_MEMORY_MB} MB`,
    `${peakMb.toFixed(0)} MB`,
    peakMb <= PEAK_MEMORY_MB,
  );
  await benchCohort();
}

function benchGradient(): void {
  for (const rule of LEARNING_RULES) {
    const [mouse] = simulateCohort({ rule, mice: 1, seed: 1 });
    const sequence = choiceSequence(mouse.trials);
    const workspace = likelihoodWorkspace(sequence.n);
    const raw = rawParameters(mouse.parameters);
    const gradient = new Float64Array(RAW_SIZE);
    const times = timed(200, () => logLikelihoodGradient(sequence, rule, raw, gradient, workspace));
    const logits = Float64Array.from({ length: sequence.n }, (_, t) => Math.sin(t));
    const logistic = timed(200, () => {
      let sum = 0;
      for (let t = 0; t < logits.length; t++) sum += 1 / (1 + Math.exp(-logits[t]));
      return sum;
    });
    const ratio = quantile(times, 0.5) / quantile(logistic, 0.5);
    const [middle, late] = [quantile(times, 0.5), quantile(times, 0.95)];
    bar(
      `log-likelihood and gradient, ${N_TRIALS} trials, ${rule}, at most ${GRADIENT_MS} ms`,
      `median ${middle.toFixed(2)} ms, p95 ${late.toFixed(2)} ms, ${ratio.toFixed(1)} × the logistic functions alone`,
      late <= GRADIENT_MS,
    );
  }
}

function benchSimulation(): void {
  const mice = 100;
  const [time] = timed(1, () => {
    let nTrials = 0;
    for (const mouse of simulateCohort({ rule: "tutor-executor", mice, seed: 1 }))
      nTrials += mouse.trials.nTrials;
    return nTrials;
  });
  console.log(`  simulation: ${((mice * N_TRIALS) / time / 1000).toFixed(1)} M trials/s`);
}

function benchFixedPoints(): void {
  for (const rule of LEARNING_RULES) {
    const rates = new Float64Array(6).fill(DEFAULT_LEARNING_RATE);
    const learning = { rule, rates, beta: DEFAULT_INVERSE_TEMPERATURE, task: DEFAULT_TASK };
    const constants = sliceConstants(initialState(defaultNetworkParameters(rule)), rates);
    const times = ([constants, [0, 0, 0]] as const).map(
      (slice) => timed(1, () => findFixedPoints(learning, slice))[0],
    );
    bar(
      `all fixed points, ${rule}, at most ${FIXED_POINTS_MS} ms`,
      `${times[0].toFixed(0)} ms on the initial slice, ${times[1].toFixed(0)} ms for small weights`,
      Math.max(...times) <= FIXED_POINTS_MS,
    );
  }
}

/** The first fits also compile the code, as a mouse's own would: nothing is warmed up. */
function benchFits(): void {
  const [mouse] = simulateCohort({ rule: "tutor-executor", mice: 1, seed: 2 });
  const sequence = choiceSequence(mouse.trials);
  for (const [effort, limit] of [
    [QUICK_EFFORT, QUICK_FITS_S],
    [FULL_EFFORT, FULL_FITS_S],
  ] as const) {
    const watch = stopwatch();
    const times = LEARNING_RULES.map(
      (rule) => timed(1, () => fitNetwork(sequence, { rule, seed: 1, effort }))[0],
    );
    const { total, text } = watch();
    const each = times.map((time, k) => `${LEARNING_RULES[k]} ${(time / 1000).toFixed(2)}`).join(", ");
    bar(
      `one mouse, ${N_TRIALS} trials, three rules, ${effort.starts} starts each, at most ${limit} s`,
      `${text} (${each})`,
      total <= limit,
    );
  }
}

/** All of a refit: fits, twelve fits of held-out blocks, the random walk's own, runs of the networks, saddles. */
function benchRefit(): void {
  const [mouse] = simulateCohort({ rule: "tutor-executor", mice: 1, seed: 2, responseTimes: true });
  for (const rules of [QUICK_REFIT, FULL_REFIT]) {
    const watch = stopwatch();
    refitMouse(mouse.trials, rules);
    console.log(`one mouse's whole refit, ${rules.preset} preset: ${watch().text} (no bar)`);
  }
}

async function benchCohort(): Promise<void> {
  const names = hasShared ? dapNames() : [];
  if (names.length === 0) {
    console.log("the real mice are not beside this clone: no cohort");
    return;
  }
  const pool = createComputePool(N_COHORT_THREADS);
  const watch = stopwatch();
  async function* mice() {
    for (const name of names) yield { subject: name, trials: dapTrials(name) };
  }
  await refitSubjects(pool, mice(), { rules: FULL_REFIT, signal: new AbortController().signal });
  const { total, text } = watch();
  await pool.close();
  bar(
    `${names.length} real mice, full preset with all comparisons, ${N_COHORT_THREADS} threads, at most ${COHORT_S} s`,
    text,
    total <= COHORT_S,
  );
}

/** Starts; what it returns stops. Processor time of all threads tells what other programs on the machine have cost. */
function stopwatch(): () => { readonly total: number; readonly text: string } {
  const started = performance.now();
  const before = process.cpuUsage();
  return () => {
    const total = (performance.now() - started) / 1000;
    const { user, system } = process.cpuUsage(before);
    return { total, text: `${total.toFixed(2)} s, of the processor ${((user + system) / 1e6).toFixed(2)} s` };
  };
}

/** Milliseconds of each of n calls, after a few to warm up where n is more than one; ascending. */
function timed(n: number, call: () => unknown): readonly number[] {
  for (let k = 0; n > 1 && k < 20; k++) call();
  const times = Array.from({ length: n }, () => {
    const start = performance.now();
    call();
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b);
}
