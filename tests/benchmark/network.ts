/**
 * How long the refits of the learning network take on this machine: `npm run bench -- network`.
 *
 * Every figure is on one core. The likelihood is put beside the same number of logistic functions alone, which no
 * implementation can do without, so that figures from different machines can be compared.
 */
import { cpus } from "node:os";
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
import { simulateCohort } from "../../src/science/network/simulate-cohort.ts";
import { sliceConstants } from "../../src/science/network/slice.ts";
import { initialState } from "../../src/science/network/state.ts";
import { DEFAULT_TASK } from "../../src/science/network/task-stimuli.ts";

const N_TRIALS = 5000;

/** Prints the figures and their bars. */
export async function benchNetwork(): Promise<void> {
  console.log(`network: ${cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}, one core`);
  benchGradient();
  benchSimulation();
  benchFixedPoints();
  benchFits();
  console.log(`  peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB (bar 300)`);
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
    const logistic = timed(200, () => logits.reduce((sum, z) => sum + 1 / (1 + Math.exp(-z)), 0));
    const ratio = quantile(times, 0.5) / quantile(logistic, 0.5);
    console.log(
      `  log-likelihood and gradient, ${N_TRIALS} trials, ${rule}: median ${quantile(times, 0.5).toFixed(2)} ms, ` +
        `p95 ${quantile(times, 0.95).toFixed(2)} ms (bar 3 ms), ${ratio.toFixed(1)} × the logistic functions alone`,
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
    const [time] = timed(1, () => [
      findFixedPoints(learning, constants),
      findFixedPoints(learning, [0, 0, 0]),
    ]);
    console.log(
      `  fixed points, ${rule}, on the initial slice and from small weights: ${time.toFixed(0)} ms (bar 1,000 ms)`,
    );
  }
}

function benchFits(): void {
  const [mouse] = simulateCohort({ rule: "tutor-executor", mice: 1, seed: 2 });
  const sequence = choiceSequence(mouse.trials);
  for (const [effort, bar] of [
    [FULL_EFFORT, 20],
    [QUICK_EFFORT, 1],
  ] as const) {
    const times = LEARNING_RULES.map(
      (rule) => timed(1, () => fitNetwork(sequence, { rule, seed: 1, effort }))[0],
    );
    const total = times.reduce((sum, time) => sum + time, 0) / 1000;
    const each = times.map((time, k) => `${LEARNING_RULES[k]} ${(time / 1000).toFixed(2)}`).join(", ");
    console.log(
      `  one mouse, three rules, ${effort.starts} starts each: ${total.toFixed(2)} s (bar ${bar} s); ${each}`,
    );
  }
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

function quantile(ascending: readonly number[], probability: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(probability * ascending.length))];
}
