import type { DopamineTruth } from "../science/photometry/simulate-dopamine.ts";
import type { SimulatedResponse } from "../science/photometry/simulate-recording.ts";
import type { Random } from "../science/random.ts";
import type { TrialTable } from "../science/trial-table.ts";

/** Rows of a trial table, from the first to before the last. */
export interface Rows {
  readonly from: number;
  readonly to: number;
}

/** dF/F of a response to a value, or an error, of 1. */
export const RESPONSE_SIZE = 0.08;
/** Before the first stimulus, and after the last outcome. */
export const MARGIN_S = 5;
/** From the choice to its outcome; between trials at least so long, and on average so much longer. */
const OUTCOME_DELAY_S = 0.1;
const LEAST_PAUSE_S = 3;
const MEAN_MORE_PAUSE_S = 1.5;
/** Where the mouse makes no response time, the choice comes so long after the stimulus. */
const RESPONSE_S = 0.8;

/** The light of a simulated stimulation. */
export const LIGHT = {
  site: "DLS",
  hemisphere: "both",
  condition: "active",
  alignment: "outcome",
  durationS: 0.5,
  wavelengthNm: 470,
  powerMw: 4,
  opsin: "simulated ChR2",
} as const;

/**
 * Stimulus and outcome of each trial of a session in turn, at irregular times.
 *
 * @param random advanced by this call
 */
export function eventTimes(trials: TrialTable, { from, to }: Rows, random: Random): Float64Array {
  const timesS = new Float64Array(2 * (to - from));
  let stimulusS = MARGIN_S;
  for (let t = from; t < to; t++) {
    const responseTimeS = Number.isNaN(trials.responseTimeS[t]) ? RESPONSE_S : trials.responseTimeS[t];
    const outcomeS = stimulusS + responseTimeS + OUTCOME_DELAY_S;
    timesS[2 * (t - from)] = stimulusS;
    timesS[2 * (t - from) + 1] = outcomeS;
    stimulusS = outcomeS + LEAST_PAUSE_S - MEAN_MORE_PAUSE_S * Math.log(1 - random.uniform());
  }
  return timesS;
}

/** When the choice is complete, by when its outcome comes. */
export function choiceTime(outcomeS: number): number {
  return outcomeS - OUTCOME_DELAY_S;
}

/** The sensor's response to each of these stimuli and outcomes. */
export function responsesAt(
  timesS: Float64Array,
  { from }: Rows,
  truth: DopamineTruth,
): readonly SimulatedResponse[] {
  return Array.from(timesS, (timeS, event) => {
    const t = from + (event >> 1);
    const size = event % 2 === 0 ? truth.stimulusGain[t] * truth.value[t] : truth.error[t];
    return { timeS, amplitude: RESPONSE_SIZE * size };
  });
}
