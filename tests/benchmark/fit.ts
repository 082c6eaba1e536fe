import { fork } from "node:child_process";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { seededRandom } from "../../src/science/random.ts";
import { buildModel } from "../../src/science/random-walk/build-model.ts";
import { createEvidenceProblem, evaluateEvidence } from "../../src/science/random-walk/evidence.ts";
import { fitRandomWalk } from "../../src/science/random-walk/fit.ts";
import type { ModelName } from "../../src/science/random-walk/fit-options.ts";
import { applyHyperparameters } from "../../src/science/random-walk/hyper-layout.ts";
import { simulateWalk } from "../../src/science/random-walk/simulate.ts";
import { dapNames, dapTrials } from "../science/dap-mice.ts";
import { trialsOf } from "../science/trials-of.ts";
import { bar, machine, median } from "./measure.ts";

/** Bars of the decision-model engine, on a 2-core machine. */
const LOGISTIC_MEDIAN_S = 0.4;
const RACE_COHORT_S = 45;
const N_RACE_WORKERS = 2;
const SCALING = 12;
const PEAK_MEMORY_MB = 500;

interface FitTime {
  readonly name: string;
  readonly nTrials: number;
  readonly iterations: number;
  readonly converged: boolean;
  readonly logEvidence: number;
  readonly durationS: number;
}

/** Marks this file's own workers and children. */
const WORKER = "saddlepoint-bench-fit";
const MEMORY_CHILD = "saddlepoint-bench-fit-memory";

/** Fits the real cohort, prints iterations, evidence and time of each mouse, and checks the bars. */
export async function benchFit(): Promise<void> {
  const names = dapNames();
  console.log(`random-walk fits of ${names.length} mice, hyperparameters optimised from two starts`);
  console.log(`${machine()}; no database`);
  const check = (what: string, value: number, limit: number, unit: string) =>
    bar(`${what}, at most ${limit} ${unit}`, `${value.toFixed(3)} ${unit}`, value <= limit);

  // The first fit also compiles the code: it is made twice.
  timedFit(names[0], "logistic");
  const logistic = names.map((name) => timedFit(name, "logistic"));
  printFits("logistic, one core", logistic);

  const started = performance.now();
  const race = await fitInWorkers(names, "race");
  const raceS = (performance.now() - started) / 1000;
  printFits(`race, ${N_RACE_WORKERS} workers`, race);

  const [small, large] = newtonStepsS([10_000, 100_000]);
  console.log(
    `one race Newton step: ${small.toFixed(4)} s for 10,000 trials, ${large.toFixed(4)} s for 100,000`,
  );
  const peakMb = await peakMemoryMb();

  check("logistic, median a mouse", median(logistic.map((fit) => fit.durationS)), LOGISTIC_MEDIAN_S, "s");
  check("race, whole cohort", raceS, RACE_COHORT_S, "s");
  check("100,000 against 10,000 trials, a Newton step", large / small, SCALING, "×");
  check("peak memory, race fit of 100,000 trials", peakMb, PEAK_MEMORY_MB, "MB");
  check(
    "fits that did not converge",
    [...logistic, ...race].filter((fit) => !fit.converged).length,
    0,
    "fits",
  );
}

function timedFit(name: string, model: ModelName): FitTime {
  const trials = dapTrials(name);
  const started = performance.now();
  const { nTrials, iterations, converged, logEvidence } = fitRandomWalk(trials, { model });
  return {
    name,
    nTrials,
    iterations,
    converged,
    logEvidence,
    durationS: (performance.now() - started) / 1000,
  };
}

function printFits(title: string, fits: readonly FitTime[]): void {
  console.log(`\n${title}\nmouse    trials  iterations  log evidence   time (s)`);
  for (const { name, nTrials, iterations, converged, logEvidence, durationS } of fits) {
    console.log(
      `${name.padEnd(8)} ${String(nTrials).padStart(6)}  ${String(iterations).padStart(10)}  ` +
        `${logEvidence.toFixed(3).padStart(12)}  ${durationS.toFixed(3).padStart(9)}${converged ? "" : "  not converged"}`,
    );
  }
  console.log(`median ${median(fits.map((fit) => fit.durationS)).toFixed(3)} s a mouse\n`);
}

/** Fits the mice in parallel, the longest first so that the workers end together. */
async function fitInWorkers(names: readonly string[], model: ModelName): Promise<readonly FitTime[]> {
  const queue = names
    .map((name) => ({ name, nTrials: dapTrials(name).nTrials }))
    .sort((a, b) => b.nTrials - a.nTrials)
    .map(({ name }) => name);
  const fits: FitTime[] = [];
  await Promise.all(
    Array.from({ length: N_RACE_WORKERS }, async () => {
      const worker = new Worker(new URL(import.meta.url), { workerData: WORKER });
      for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
        fits.push(
          await new Promise<FitTime>((resolve, reject) => {
            worker.once("message", resolve);
            worker.once("error", reject);
            worker.postMessage({ name, model });
          }),
        );
        worker.removeAllListeners("error");
      }
      await worker.terminate();
    }),
  );
  return fits.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A simulated race mouse's problem, at fixed hyperparameters. */
function raceProblem(nTrials: number) {
  const random = seededRandom(1);
  const contrasts = [-0.5, -0.25, 0, 0.25, 0.5];
  const stimuli = trialsOf(
    Array.from({ length: nTrials }, (_, t) => ({
      session: 1 + Math.floor(t / 250),
      contrast: contrasts[random.integer(5)],
    })),
  );
  const each = (value: number) => new Array<number>(5).fill(value);
  const hyper = { sigma: each(2 ** -9), sigmaDay: each(2 ** -6), sigmaInit: each(16) };
  const { trials } = simulateWalk({ model: "race", hyper, start: [3, 3, 0.7, 0.7, 1.2] }, stimuli, random);
  return { trials, hyper };
}

/**
 * Seconds that one Newton step takes at each number of trials: the best of five searches, taken in turn so
 * that a busy machine is busy for both.
 */
function newtonStepsS(sizes: readonly number[]): readonly number[] {
  const problems = sizes.map((nTrials) => {
    const { trials, hyper } = raceProblem(nTrials);
    return { ...buildModel(trials, { model: "race" }), hyper };
  });
  const best = sizes.map(() => Number.POSITIVE_INFINITY);
  for (let repeat = 0; repeat < 5; repeat++) {
    for (const [i, { model, fitted, hyper }] of problems.entries()) {
      const problem = createEvidenceProblem(model, fitted.sessionStep);
      applyHyperparameters(hyper, problem.chain);
      const started = performance.now();
      const { iterations } = evaluateEvidence(problem, 1e-9);
      best[i] = Math.min(best[i], (performance.now() - started) / 1000 / (iterations + 1));
    }
  }
  return best;
}

/** Peak resident memory of a process that fits 100,000 race trials, hyperparameters fixed. */
function peakMemoryMb(): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = fork(new URL(import.meta.url), [MEMORY_CHILD]);
    child.once("message", (megabytes) => resolve(Number(megabytes)));
    child.once("error", reject);
    child.once("exit", (code) => {
      if (code !== 0) reject(new Error(`the memory benchmark's process ended with ${code}`));
    });
  });
}

if (!isMainThread && workerData === WORKER) {
  parentPort?.on("message", ({ name, model }: { name: string; model: ModelName }) => {
    parentPort?.postMessage(timedFit(name, model));
  });
}

if (isMainThread && process.argv[2] === MEMORY_CHILD) {
  const { trials, hyper } = raceProblem(100_000);
  fitRandomWalk(trials, { model: "race", hyper });
  process.send?.(process.resourceUsage().maxRSS / 1024, () => process.exit(0));
}
