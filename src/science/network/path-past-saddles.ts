import type { SessionMeasure } from "../session-measures.ts";
import type { ChoiceSequence } from "./choice-sequence.ts";
import type { ExpectedLearning } from "./expected-update.ts";
import { type FixedPoints, findFixedPoints } from "./fixed-points.ts";
import { learningPath, learningStates, type PathStep, type PathVisits, pathVisits } from "./learning-path.ts";
import type { LearningRule } from "./learning-rule.ts";
import type { NetworkParameters } from "./parameters.ts";
import { sliceConstants } from "./slice.ts";
import { initialState, rateVector, STATE_SIZE } from "./state.ts";
import { type BiasEscape, escapeAtBias, observedFirstAssociation } from "./systematicity.ts";
import { type TaskStimulus, taskOf } from "./task-stimuli.ts";

/** The association that the fitted network's bias foretells, and the one that the mouse formed. */
export interface NextAssociation {
  /** Trials with a choice before the prediction: it is made at the first session's end. */
  readonly nTrials: number;
  /** Escape rates of the two stimulus pathways while the bias stays as it was then. */
  readonly escape: BiasEscape;
  readonly predicted: "left" | "right" | null;
  readonly observed: { readonly side: "left" | "right"; readonly session: number } | null;
  /** Null where either is not told. */
  readonly agrees: boolean | null;
}

/** A fitted network's fixed points under its mouse's task, and its path among them. */
export interface PathPastSaddles {
  readonly rule: LearningRule;
  /** The stimuli that the mouse met. */
  readonly task: readonly TaskStimulus[];
  /** Of the expected flow, on the slice of the fitted initial weights. */
  readonly points: FixedPoints;
  readonly path: readonly PathStep[];
  /** Distances and order of visits to projected zeros and slow points. */
  readonly visits: PathVisits;
  readonly nextAssociation: NextAssociation;
}

export function expectedLearning(
  sequence: ChoiceSequence,
  rule: LearningRule,
  parameters: NetworkParameters,
): ExpectedLearning {
  return {
    rule,
    rates: rateVector(parameters),
    beta: parameters.inverseTemperature,
    task: taskOf(sequence),
  };
}

/** @param measures the mouse's own, whose first slope to reach θ is the association that it formed first */
export function pathPastSaddles(
  sequence: ChoiceSequence,
  measures: readonly SessionMeasure[],
  rule: LearningRule,
  parameters: NetworkParameters,
): PathPastSaddles {
  const learning = expectedLearning(sequence, rule, parameters);
  const points = findFixedPoints(learning, sliceConstants(initialState(parameters), learning.rates));
  const path = learningPath(sequence, rule, parameters);
  return {
    rule,
    task: learning.task,
    points,
    path,
    visits: pathVisits(sequence, rule, parameters, [...points.projected, ...points.slow]),
    nextAssociation: nextAssociation(sequence, measures, learning, parameters),
  };
}

/** A mouse that has learnt from its first session has a bias, and not yet much else. */
function nextAssociation(
  sequence: ChoiceSequence,
  measures: readonly SessionMeasure[],
  learning: ExpectedLearning,
  parameters: NetworkParameters,
): NextAssociation {
  const { n, session } = sequence;
  let nTrials = 0;
  while (nTrials < n && session[nTrials] === session[0]) nTrials++;
  const states = learningStates(sequence, learning.rule, parameters);
  const state = states.subarray(nTrials * STATE_SIZE, (nTrials + 1) * STATE_SIZE);
  const rates = escapeAtBias(learning, state[2] * state[5], state[2] * state[8]);
  const observed = observedFirstAssociation(measures);
  const predicted = rates.first;
  return {
    nTrials,
    escape: rates,
    predicted,
    observed,
    agrees: predicted === null || observed === null ? null : predicted === observed.side,
  };
}
