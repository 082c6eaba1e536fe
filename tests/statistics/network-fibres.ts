/**
 * Fibres of mice that the network simulates (SCIENCE §6), recorded and preprocessed as `simulate --photometry` does,
 * and the coefficients that they truly have.
 */
import { SIMULATED_PREPROCESSING } from "../../src/ingest/simulated-recordings.ts";
import { eventTimes, MARGIN_S, responsesAt } from "../../src/ingest/simulated-session.ts";
import { absorbDrift } from "../../src/science/dopamine/absorb-drift.ts";
import { encodingColumns } from "../../src/science/dopamine/design.ts";
import { defaultEncodingRules } from "../../src/science/dopamine/encode-site.ts";
import { normalisedResponses } from "../../src/science/dopamine/normalise.ts";
import { dot } from "../../src/science/dopamine/regression.ts";
import type { SnippetSet } from "../../src/science/dopamine/snippet-set.ts";
import { type Stage, stretchesOf } from "../../src/science/dopamine/stages.ts";
import type { SimulatedCohortMouse } from "../../src/science/network/simulate-cohort.ts";
import {
  RESPONSE_TIME_LOG_SD,
  RESPONSE_TIME_MEDIAN_S,
  SIDE_PROBABILITY,
  SIMULATED_CONTRASTS,
} from "../../src/science/network/simulate-mouse.ts";
import { inverseOfPositive } from "../../src/science/network/small-matrix.ts";
import {
  actionValue,
  LEFT_ROW,
  probabilityRight,
  RIGHT_ROW,
  rateVector,
} from "../../src/science/network/state.ts";
import { learnFromTrial } from "../../src/science/network/step.ts";
import { fitPreprocessing, smoothedWindow } from "../../src/science/photometry/preprocess.ts";
import { dopamineTruth, IPSILATERAL_GAIN } from "../../src/science/photometry/simulate-dopamine.ts";
import {
  DEFAULT_SIMULATED_RECORDING,
  sensorKernel,
  simulateRecording,
} from "../../src/science/photometry/simulate-recording.ts";
import { cutSnippets, snippetSamples } from "../../src/science/photometry/snippets.ts";
import type { Random } from "../../src/science/random.ts";
import {
  CHOICE_LEFT,
  CHOICE_RIGHT,
  OUTCOME_CORRECT,
  OUTCOME_INCORRECT,
  sessionStarts,
  type TrialTable,
} from "../../src/science/trial-table.ts";

const RULE = "tutor-executor";
const { sampleRateHz, fromS: offsetS } = SIMULATED_PREPROCESSING;
const N_SAMPLES = snippetSamples(SIMULATED_PREPROCESSING);
const ALIGNMENTS = ["stimulus", "outcome"] as const;

export type Hemisphere = "left" | "right";

/** A fibre of a mouse that carries partial values and errors, and the sessions in which it is recorded. */
export interface SimulatedFibre {
  readonly mouse: SimulatedCohortMouse;
  readonly hemisphere: Hemisphere;
  readonly isRecorded: (session: number) => boolean;
}

export async function recordedFibre(
  { mouse, hemisphere, isRecorded }: SimulatedFibre,
  random: Random,
): Promise<readonly SnippetSet[]> {
  const { trials } = mouse;
  const truth = dopamineTruth(trials, { ...mouse, rule: RULE }, "partial", hemisphere);
  const starts = [...sessionStarts(trials), trials.nTrials];
  const found = ALIGNMENTS.map(() => ({ row: [] as number[], samples: [] as Float32Array[] }));
  for (let s = 0; s + 1 < starts.length; s++) {
    const rows = { from: starts[s], to: starts[s + 1] };
    if (!isRecorded(trials.session[rows.from])) continue;
    const timesS = eventTimes(trials, rows, random);
    const recording = simulateRecording(random, {
      ...DEFAULT_SIMULATED_RECORDING,
      durationS: timesS[timesS.length - 1] + MARGIN_S,
      responses: responsesAt(timesS, rows, truth),
    });
    const fitted = await fitPreprocessing(recording, SIMULATED_PREPROCESSING);
    for await (const { event, samples } of cutSnippets(recording, fitted, timesS)) {
      found[event % 2].row.push(rows.from + (event >> 1));
      found[event % 2].samples.push(samples);
    }
  }
  return found.map(({ row, samples }, k) => {
    const all = new Float32Array(row.length * N_SAMPLES);
    samples.forEach((trace, i) => {
      all.set(trace, i * N_SAMPLES);
    });
    return snippetSet(ALIGNMENTS[k], Int32Array.from(row), all);
  });
}

/**
 * The coefficients of each stage around each event that a fibre truly has: those of the best fit to its responses
 * without noise, over all that stimuli, chance and the mouse might do with the weights that it had at each trial. A
 * mouse's own trials are one draw of that. Straight lines do not fit what the network carries, which learns within a
 * stage; robust errors are those of this best fit (White 1980).
 *
 * @param redraws so many times the trials are drawn
 */
export async function trueCoefficients(
  fibre: SimulatedFibre,
  stages: readonly Stage[],
  random: Random,
  redraws: number,
): Promise<ReadonlyMap<string, Float64Array>> {
  const { driftTrials, minTrials } = defaultEncodingRules;
  const kernel = await smoothedKernel();
  const states = weightPath(fibre.mouse);
  const moments = new Map<string, { gram: Float64Array; cross: Float64Array; size: number }>();
  for (let draw = 0; draw < redraws; draw++) {
    const { trials, sets } = redrawn(fibre, states, kernel, random);
    const { byAlignment } = normalisedResponses(sets, trials);
    for (const [alignment, { row, response }] of byAlignment) {
      for (const { kind, number, includes } of stages) {
        const chosen = Array.from(row.keys()).filter((k) => !Number.isNaN(response[k]) && includes(row[k]));
        if (chosen.length < minTrials) continue;
        const rows = Int32Array.from(chosen, (k) => row[k]);
        const starts = stretchesOf(trials, rows);
        const columns = encodingColumns(trials, rows, fibre.hemisphere).map((c) =>
          absorbDrift(c, starts, driftTrials),
        );
        const y = absorbDrift(
          Float64Array.from(chosen, (k) => response[k]),
          starts,
          driftTrials,
        );
        const size = columns.length;
        const key = stageKey(alignment, kind, number);
        const own = moments.get(key) ?? {
          gram: new Float64Array(size * size),
          cross: new Float64Array(size),
          size,
        };
        moments.set(key, own);
        columns.forEach((a, j) => {
          own.cross[j] += dot(a, y);
          columns.forEach((b, k) => {
            own.gram[j * size + k] += dot(a, b);
          });
        });
      }
    }
  }
  return new Map(
    [...moments].map(([key, { gram, cross, size }]) => {
      const inverse = inverseOfPositive(gram, size);
      if (inverse === null) throw new RangeError(`the regressors of ${key} cannot be told apart`);
      return [key, cross.map((_, j) => dot(inverse.subarray(j * size, (j + 1) * size), cross))];
    }),
  );
}

export function stageKey(alignment: string, kind: Stage["kind"], number: number): string {
  return `${alignment} ${kind} ${number}`;
}

/** The weights before each trial. */
function weightPath({ trials, firstState, parameters }: SimulatedCohortMouse): readonly Float64Array[] {
  const state = firstState.slice();
  const rates = rateVector(parameters);
  return Array.from({ length: trials.nTrials }, (_, t) => {
    const before = state.slice();
    const [xLeft, xRight] = [trials.contrastLeft[t] > 0 ? 1 : 0, trials.contrastRight[t] > 0 ? 1 : 0];
    const reward = xLeft === xRight ? 0.5 : trials.outcome[t] === OUTCOME_CORRECT ? 1 : 0;
    learnFromTrial(state, rates, RULE, xLeft, xRight, trials.choice[t] === CHOICE_RIGHT, reward);
    return before;
  });
}

/** Other trials that the mouse might have done with these weights, and what its fibre would show without noise. */
function redrawn(
  { mouse, hemisphere, isRecorded }: SimulatedFibre,
  states: readonly Float64Array[],
  kernel: (sinceS: number) => number,
  random: Random,
): { readonly trials: TrialTable; readonly sets: readonly SnippetSet[] } {
  const { nTrials } = mouse.trials;
  const contrastLeft = new Float64Array(nTrials);
  const contrastRight = new Float64Array(nTrials);
  const choice = new Int8Array(nTrials);
  const outcome = new Int8Array(nTrials);
  const responseTimeS = new Float64Array(nTrials);
  const rows = Int32Array.from({ length: nTrials }, (_, t) => t).filter((t) =>
    isRecorded(mouse.trials.session[t]),
  );
  const traces = ALIGNMENTS.map(() => new Float32Array(rows.length * N_SAMPLES));
  for (const [k, t] of rows.entries()) {
    const side = random.uniform();
    const [xLeft, xRight] = [side < SIDE_PROBABILITY ? 1 : 0, side >= 1 - SIDE_PROBABILITY ? 1 : 0];
    const contrast = SIMULATED_CONTRASTS[random.integer(2)];
    const choseRight =
      random.uniform() < probabilityRight(states[t], mouse.parameters.inverseTemperature, xLeft, xRight);
    const isCorrect = xLeft === xRight ? random.uniform() < 0.5 : choseRight === (xRight === 1);
    contrastLeft[t] = xLeft * contrast;
    contrastRight[t] = xRight * contrast;
    choice[t] = choseRight ? CHOICE_RIGHT : CHOICE_LEFT;
    outcome[t] = isCorrect ? OUTCOME_CORRECT : OUTCOME_INCORRECT;
    responseTimeS[t] = RESPONSE_TIME_MEDIAN_S * Math.exp(RESPONSE_TIME_LOG_SD * random.normal());
    const row = choseRight ? RIGHT_ROW : LEFT_ROW;
    const value = actionValue(states[t], row, xLeft, xRight) - states[t][row + 2] * states[t][2];
    const isContralateral = (hemisphere === "left" ? xRight : xLeft) === 1;
    const gain = xLeft === xRight ? (1 + IPSILATERAL_GAIN) / 2 : isContralateral ? 1 : IPSILATERAL_GAIN;
    const error = (isCorrect ? 1 : 0) - value;
    // The simulated outcome comes a tenth of a second after the choice; what is left of the trial before is nothing.
    const delayS = responseTimeS[t] + 0.1;
    for (let i = 0; i < N_SAMPLES; i++) {
      const timeS = offsetS + i / sampleRateHz;
      const at = k * N_SAMPLES + i;
      traces[0][at] = gain * value * kernel(timeS) + error * kernel(timeS - delayS);
      traces[1][at] = gain * value * kernel(timeS + delayS) + error * kernel(timeS);
    }
  }
  return {
    trials: { ...mouse.trials, contrastLeft, contrastRight, choice, outcome, responseTimeS },
    sets: traces.map((samples, a) => snippetSet(ALIGNMENTS[a], rows, samples)),
  };
}

function snippetSet(alignment: SnippetSet["alignment"], row: Int32Array, samples: Float32Array): SnippetSet {
  return { alignment, sampleRateHz, offsetS, nSamples: N_SAMPLES, row, samples };
}

/** Milliseconds between two samples of a recording: the kernel is smoothed at each of these phases. */
const STEP_MS = 1_000 / DEFAULT_SIMULATED_RECORDING.sampleRateHz;
const BEFORE_S = 1;
const AFTER_S = 8;

/** The sensor's response to an event after the filters that a recording goes through. */
async function smoothedKernel(): Promise<(sinceS: number) => number> {
  const n = Math.round((BEFORE_S + AFTER_S) * DEFAULT_SIMULATED_RECORDING.sampleRateHz);
  const table = new Float64Array(n * STEP_MS);
  for (let phase = 0; phase < STEP_MS; phase++) {
    const signal = Float64Array.from({ length: n }, (_, i) =>
      sensorKernel((i * STEP_MS + phase) / 1_000 - BEFORE_S),
    );
    const source = {
      sampleRateHz: DEFAULT_SIMULATED_RECORDING.sampleRateHz,
      nSamples: n,
      hasControl: false,
      read: async (from: number, count: number) => ({
        signal: signal.slice(from, from + count),
        control: null,
        gap: null,
        clipped: null,
      }),
    };
    const smooth = await smoothedWindow(source, SIMULATED_PREPROCESSING, 0, n);
    smooth.signal.forEach((value, i) => {
      table[i * STEP_MS + phase] = value;
    });
  }
  return (sinceS) => table[Math.round((sinceS + BEFORE_S) * 1_000)] ?? 0;
}
